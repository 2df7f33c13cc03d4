using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Image;

/// <summary>
/// Readers and writers of the image documents. A key that stands twice is refused: two programs that
/// read the same bytes must see the same image. So is null, where the specification has a value.
/// </summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    MaxDepth = 64,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(ImageIndex))]
[JsonSerializable(typeof(ImageConfig))]
[JsonSerializable(typeof(ImageLayout))]
[JsonSerializable(typeof(Descriptor))]
public sealed partial class ImageJson : JsonSerializerContext;
