using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>The root file system, config.md#root</summary>
public sealed class Root
{
    [JsonPropertyName("path")]
    public string? Path { get; set; }

    [JsonPropertyName("readonly")]
    public bool Readonly { get; set; }
}
