using System.Text.Json.Serialization;

namespace ContainerRt.ImageStore.Registry;

/// <summary>What a token server answers; `token` and `access_token` mean the same.</summary>
internal sealed record TokenResponse
{
    [JsonPropertyName("token")]
    public string? Token { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public int? ExpiresIn { get; init; }
}
