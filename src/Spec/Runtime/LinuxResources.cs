using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>The control group's limits, config-linux.md#control-groups</summary>
public sealed class LinuxResources
{
    [JsonPropertyName("devices")]
    public List<LinuxDeviceCgroup>? Devices { get; set; }

    [JsonPropertyName("memory")]
    public LinuxMemory? Memory { get; set; }

    [JsonPropertyName("cpu")]
    public LinuxCpu? Cpu { get; set; }

    [JsonPropertyName("pids")]
    public LinuxPids? Pids { get; set; }

    [JsonPropertyName("blockIO")]
    public JsonElement? BlockIo { get; set; }

    [JsonPropertyName("hugepageLimits")]
    public JsonElement? HugepageLimits { get; set; }

    [JsonPropertyName("network")]
    public JsonElement? Network { get; set; }

    [JsonPropertyName("rdma")]
    public JsonElement? Rdma { get; set; }

    [JsonPropertyName("unified")]
    public Dictionary<string, string>? Unified { get; set; }
}
