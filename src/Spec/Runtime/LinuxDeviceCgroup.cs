using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>One entry of linux.resources.devices, config-linux.md#allowed-device-list</summary>
public sealed class LinuxDeviceCgroup
{
    [JsonPropertyName("allow")]
    public bool Allow { get; set; }

    /// <summary>a, b or c; absent means a.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; set; }

    /// <summary>Absent or -1 means every number.</summary>
    [JsonPropertyName("major")]
    public long? Major { get; set; }

    [JsonPropertyName("minor")]
    public long? Minor { get; set; }

    /// <summary>Letters of rwm; absent or empty means all three.</summary>
    [JsonPropertyName("access")]
    public string? Access { get; set; }
}
