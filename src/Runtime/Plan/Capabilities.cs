using System;
using System.Collections.Generic;

namespace ContainerRt.Runtime.Plan;

/// <summary>Names of capabilities, in the order of their numbers, capabilities(7).</summary>
public static class Capabilities
{
    // csharpier-ignore-start
    public static IReadOnlyList<string> Names { get; } =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID",
        "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE",
        "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK",
        "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE",
        "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE",
        "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE", "CAP_AUDIT_WRITE",
        "CAP_AUDIT_CONTROL", "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG",
        "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF",
        "CAP_CHECKPOINT_RESTORE",
    ];
    // csharpier-ignore-end

    /// <summary>The mask of a set. A name that nobody knows goes to <paramref name="unknown"/>.</summary>
    public static ulong Mask(IReadOnlyList<string>? names, ICollection<string> unknown)
    {
        ulong mask = 0;
        foreach (string name in names ?? [])
        {
            int number = NumberOf(name);
            if (number < 0)
            {
                unknown.Add(name);
                continue;
            }
            mask |= 1UL << number;
        }
        return mask;
    }

    /// <summary>-1 for an unknown name. `NET_RAW` and `CAP_NET_RAW` are both understood.</summary>
    public static int NumberOf(string name)
    {
        ReadOnlySpan<char> bare = name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase)
            ? name.AsSpan(4)
            : name;
        for (int i = 0; i < Names.Count; i++)
        {
            if (Names[i].AsSpan(4).Equals(bare, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }
        return -1;
    }
}
