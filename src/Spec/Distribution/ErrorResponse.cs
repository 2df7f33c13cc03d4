using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Distribution;

/// <summary>distribution-spec spec.md#error-codes</summary>
public sealed record ErrorResponse
{
    [JsonPropertyName("errors")]
    public List<Entry>? Errors { get; init; }

    public sealed record Entry
    {
        [JsonPropertyName("code")]
        public string? Code { get; init; }

        [JsonPropertyName("message")]
        public string? Message { get; init; }

        [JsonPropertyName("detail")]
        public JsonElement? Detail { get; init; }
    }
}
