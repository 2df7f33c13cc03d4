using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>One range of a user namespace, config-linux.md#user-namespace-mappings</summary>
public sealed class LinuxIdMapping
{
    [JsonPropertyName("containerID")]
    public uint ContainerId { get; set; }

    [JsonPropertyName("hostID")]
    public uint HostId { get; set; }

    [JsonPropertyName("size")]
    public uint Size { get; set; }
}
