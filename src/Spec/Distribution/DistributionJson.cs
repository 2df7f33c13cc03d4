using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Distribution;

/// <summary>Readers of what a registry says about itself.</summary>
[JsonSourceGenerationOptions(AllowDuplicateProperties = false, MaxDepth = 64)]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(TagList))]
public sealed partial class DistributionJson : JsonSerializerContext;
