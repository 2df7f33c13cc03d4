using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>One mount, config.md#mounts</summary>
public sealed class Mount
{
    [JsonPropertyName("destination")]
    public string? Destination { get; set; }

    [JsonPropertyName("type")]
    public string? Type { get; set; }

    [JsonPropertyName("source")]
    public string? Source { get; set; }

    [JsonPropertyName("options")]
    public List<string>? Options { get; set; }

    [JsonPropertyName("uidMappings")]
    public JsonElement? UidMappings { get; set; }

    [JsonPropertyName("gidMappings")]
    public JsonElement? GidMappings { get; set; }
}
