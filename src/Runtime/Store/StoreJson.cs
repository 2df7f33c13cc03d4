using System.Text.Json.Serialization;

namespace ContainerRt.Runtime.Store;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ContainerRecord))]
internal sealed partial class StoreJson : JsonSerializerContext;
