using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>Limit of the number of processes, config-linux.md#pids</summary>
public sealed class LinuxPids
{
    [JsonPropertyName("limit")]
    public long? Limit { get; set; }
}
