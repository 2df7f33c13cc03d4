using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>Lists of processors such as "0-3,7" for processes that join a container, config.md#linux-process</summary>
public sealed class CpuAffinity
{
    /// <summary>Of the runtime, before the process is in the container's group.</summary>
    [JsonPropertyName("initial")]
    public string? Initial { get; set; }

    /// <summary>Of the process, once it is there.</summary>
    [JsonPropertyName("final")]
    public string? Final { get; set; }
}
