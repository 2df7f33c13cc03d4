using System.Text.Json.Serialization;

namespace ContainerRt.ImageStore.Images;

[JsonSourceGenerationOptions(AllowDuplicateProperties = false, MaxDepth = 64)]
[JsonSerializable(typeof(LayerMeta))]
[JsonSerializable(typeof(System.Collections.Generic.List<ArchiveEntry>))]
internal sealed partial class StoreJson : JsonSerializerContext;
