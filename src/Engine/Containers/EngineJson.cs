using System.Text.Json.Serialization;

namespace ContainerRt.Engine.Containers;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    WriteIndented = true
)]
[JsonSerializable(typeof(ContainerRecord))]
[JsonSerializable(typeof(ContainerStatus))]
internal sealed partial class EngineJson : JsonSerializerContext;
