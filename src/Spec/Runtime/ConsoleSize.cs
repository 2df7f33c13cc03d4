using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>Size of the terminal in characters, config.md#process</summary>
public sealed class ConsoleSize
{
    [JsonPropertyName("height")]
    public uint Height { get; set; }

    [JsonPropertyName("width")]
    public uint Width { get; set; }
}
