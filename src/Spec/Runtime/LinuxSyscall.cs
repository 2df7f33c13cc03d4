using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Runtime;

/// <summary>One entry of linux.seccomp.syscalls, config-linux.md#seccomp</summary>
public sealed class LinuxSyscall
{
    [JsonPropertyName("names")]
    public List<string>? Names { get; set; }

    [JsonPropertyName("action")]
    public string? Action { get; set; }

    [JsonPropertyName("errnoRet")]
    public uint? ErrnoRet { get; set; }

    [JsonPropertyName("args")]
    public List<LinuxSeccompArg>? Args { get; set; }
}
