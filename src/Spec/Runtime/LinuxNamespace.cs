using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>One namespace, config-linux.md#namespaces</summary>
public sealed class LinuxNamespace
{
    [JsonPropertyName("type")]
    public string? Type { get; set; }

    [JsonPropertyName("path")]
    public string? Path { get; set; }
}
