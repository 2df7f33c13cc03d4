using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>One resource limit, config.md#posix-process</summary>
public sealed class PosixRlimit
{
    [JsonPropertyName("type")]
    public string? Type { get; set; }

    [JsonPropertyName("soft")]
    public ulong Soft { get; set; }

    [JsonPropertyName("hard")]
    public ulong Hard { get; set; }
}
