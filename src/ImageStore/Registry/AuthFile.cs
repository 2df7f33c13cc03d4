using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.ImageStore.Registry;

/// <summary>docker's config.json and containers-auth.json(5): the members that hold credentials.</summary>
internal sealed record AuthFile
{
    [JsonPropertyName("auths")]
    public Dictionary<string, Entry>? Auths { get; init; }

    [JsonPropertyName("credHelpers")]
    public Dictionary<string, string>? CredHelpers { get; init; }

    [JsonPropertyName("credsStore")]
    public string? CredsStore { get; init; }

    public sealed record Entry
    {
        [JsonPropertyName("auth")]
        public string? Auth { get; init; }

        [JsonPropertyName("identitytoken")]
        public string? IdentityToken { get; init; }

        [JsonPropertyName("registrytoken")]
        public string? RegistryToken { get; init; }
    }
}
