using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Distribution;

/// <summary>distribution-spec spec.md#listing-tags</summary>
public sealed record TagList
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("tags")]
    public List<string>? Tags { get; init; }
}
