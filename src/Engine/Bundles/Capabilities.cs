using System;
using System.Collections.Generic;
using System.Linq;

namespace ContainerRt.Engine.Bundles;

/// <summary>Capability sets of a container: docker's fourteen, changed by --cap-add and --cap-drop.</summary>
public static class Capabilities
{
    // csharpier-ignore
    private static readonly string[] s_default =
    [
        "CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID", "SETFCAP", "SETPCAP",
        "NET_BIND_SERVICE", "SYS_CHROOT", "KILL", "AUDIT_WRITE",
    ];

    // by number, capability.h
    // csharpier-ignore
    private static readonly string[] s_all =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
        "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO",
        "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME",
        "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG",
        "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF", "CHECKPOINT_RESTORE",
    ];

    public static List<string> Of(
        IReadOnlyList<string> added,
        IReadOnlyList<string> dropped,
        ulong own
    )
    {
        List<string> adds = [.. added.Select(Name)];
        List<string> drops = [.. dropped.Select(Name)];
        IEnumerable<string> start =
            adds.Contains("ALL") ? s_all.Where((_, bit) => (own >> bit & 1) != 0)
            : drops.Contains("ALL") ? []
            : s_default;
        return
        [
            .. start
                .Except(drops)
                .Union(adds.Where(name => name != "ALL" && !drops.Contains(name)))
                .Select(name => "CAP_" + name),
        ];
    }

    private static string Name(string given)
    {
        string name = given.ToUpperInvariant();
        name = name.StartsWith("CAP_", StringComparison.Ordinal) ? name[4..] : name;
        return name == "ALL" || s_all.Contains(name)
            ? name
            : throw new EngineException($"there is no capability \"{given}\": see capabilities(7)");
    }
}
