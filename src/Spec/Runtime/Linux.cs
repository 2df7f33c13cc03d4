using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>What only Linux has, config-linux.md</summary>
public sealed class Linux
{
    [JsonPropertyName("devices")]
    public List<LinuxDevice>? Devices { get; set; }

    [JsonPropertyName("uidMappings")]
    public List<LinuxIdMapping>? UidMappings { get; set; }

    [JsonPropertyName("gidMappings")]
    public List<LinuxIdMapping>? GidMappings { get; set; }

    [JsonPropertyName("namespaces")]
    public List<LinuxNamespace>? Namespaces { get; set; }

    [JsonPropertyName("resources")]
    public LinuxResources? Resources { get; set; }

    [JsonPropertyName("cgroupsPath")]
    public string? CgroupsPath { get; set; }

    [JsonPropertyName("sysctl")]
    public Dictionary<string, string>? Sysctl { get; set; }

    [JsonPropertyName("seccomp")]
    public LinuxSeccomp? Seccomp { get; set; }

    [JsonPropertyName("rootfsPropagation")]
    public string? RootfsPropagation { get; set; }

    [JsonPropertyName("maskedPaths")]
    public List<string>? MaskedPaths { get; set; }

    [JsonPropertyName("readonlyPaths")]
    public List<string>? ReadonlyPaths { get; set; }

    [JsonPropertyName("mountLabel")]
    public string? MountLabel { get; set; }

    [JsonPropertyName("intelRdt")]
    public JsonElement? IntelRdt { get; set; }

    [JsonPropertyName("personality")]
    public JsonElement? Personality { get; set; }

    [JsonPropertyName("timeOffsets")]
    public JsonElement? TimeOffsets { get; set; }

    [JsonPropertyName("netDevices")]
    public JsonElement? NetDevices { get; set; }

    [JsonPropertyName("memoryPolicy")]
    public JsonElement? MemoryPolicy { get; set; }
}
