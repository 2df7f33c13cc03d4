using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>What the seccomp compiler knows, features-linux.md#seccomp</summary>
public sealed class SeccompFeatures
{
    [JsonPropertyName("enabled")]
    public bool Enabled { get; set; }

    [JsonPropertyName("actions")]
    public List<string>? Actions { get; set; }

    [JsonPropertyName("operators")]
    public List<string>? Operators { get; set; }

    [JsonPropertyName("archs")]
    public List<string>? Archs { get; set; }

    [JsonPropertyName("knownFlags")]
    public List<string>? KnownFlags { get; set; }

    [JsonPropertyName("supportedFlags")]
    public List<string>? SupportedFlags { get; set; }
}
