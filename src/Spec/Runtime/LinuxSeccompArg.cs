using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>A condition on one argument of a system call, config-linux.md#seccomp</summary>
public sealed class LinuxSeccompArg
{
    [JsonPropertyName("index")]
    public uint Index { get; set; }

    /// <summary>What is compared with; for SCMP_CMP_MASKED_EQ the mask.</summary>
    [JsonPropertyName("value")]
    public ulong Value { get; set; }

    /// <summary>For SCMP_CMP_MASKED_EQ what the masked argument is compared with.</summary>
    [JsonPropertyName("valueTwo")]
    public ulong ValueTwo { get; set; }

    [JsonPropertyName("op")]
    public string? Op { get; set; }
}
