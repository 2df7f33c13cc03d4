using System.Text.Json.Serialization;

namespace ContainerRt.Runtime.Store;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ContainerRecord))]
internal sealed partial class StoreJson : JsonSerializerContext;
