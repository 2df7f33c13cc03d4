using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>What `features` prints, features.md</summary>
public sealed class Features
{
    [JsonPropertyName("ociVersionMin")]
    public string OciVersionMin { get; set; } = "";

    [JsonPropertyName("ociVersionMax")]
    public string OciVersionMax { get; set; } = "";

    [JsonPropertyName("hooks")]
    public List<string>? Hooks { get; set; }

    [JsonPropertyName("mountOptions")]
    public List<string>? MountOptions { get; set; }

    [JsonPropertyName("linux")]
    public LinuxFeatures? Linux { get; set; }

    [JsonPropertyName("annotations")]
    public Dictionary<string, string>? Annotations { get; set; }

    [JsonPropertyName("potentiallyUnsafeConfigAnnotations")]
    public List<string>? PotentiallyUnsafeConfigAnnotations { get; set; }
}
