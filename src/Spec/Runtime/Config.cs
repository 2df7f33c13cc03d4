using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>A bundle's config.json, config.md</summary>
public sealed class Config
{
    [JsonPropertyName("ociVersion")]
    public string? OciVersion { get; set; }

    [JsonPropertyName("process")]
    public Process? Process { get; set; }

    [JsonPropertyName("root")]
    public Root? Root { get; set; }

    [JsonPropertyName("hostname")]
    public string? Hostname { get; set; }

    [JsonPropertyName("domainname")]
    public string? Domainname { get; set; }

    [JsonPropertyName("mounts")]
    public List<Mount>? Mounts { get; set; }

    [JsonPropertyName("hooks")]
    public Dictionary<string, List<JsonElement>?>? Hooks { get; set; }

    [JsonPropertyName("annotations")]
    public Dictionary<string, string>? Annotations { get; set; }

    [JsonPropertyName("linux")]
    public Linux? Linux { get; set; }

    [JsonPropertyName("vm")]
    public JsonElement? Vm { get; set; }

    [JsonPropertyName("zos")]
    public JsonElement? Zos { get; set; }

    [JsonPropertyName("windows")]
    public JsonElement? Windows { get; set; }

    [JsonPropertyName("solaris")]
    public JsonElement? Solaris { get; set; }

    [JsonPropertyName("freebsd")]
    public JsonElement? FreeBsd { get; set; }
}
