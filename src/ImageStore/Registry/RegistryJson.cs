using System.Text.Json.Serialization;

namespace ContainerRt.ImageStore.Registry;

[JsonSourceGenerationOptions(AllowDuplicateProperties = false, MaxDepth = 64)]
[JsonSerializable(typeof(AuthFile))]
[JsonSerializable(typeof(HelperAnswer))]
[JsonSerializable(typeof(TokenResponse))]
internal sealed partial class RegistryJson : JsonSerializerContext;
