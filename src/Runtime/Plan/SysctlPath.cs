using System;
using System.Linq;

namespace ContainerRt.Runtime.Plan;

/// <summary>Name of a sysctl as a path below /proc/sys, sysctl.d(5).</summary>
public static class SysctlPath
{
    // Whichever of '.' and '/' comes first separates; then the other is part of a name, as in
    // net/ipv4/conf/eth0.100/forwarding.
    public static string Of(string key)
    {
        int first = key.AsSpan().IndexOfAny('.', '/');
        return first >= 0 && key[first] == '.'
            ? string.Concat(
                key.Select(c =>
                    c == '.' ? '/'
                    : c == '/' ? '.'
                    : c
                )
            )
            : key;
    }

    public static bool IsClean(string path) =>
        path.Length > 0
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or ".."))
        && !path.Contains('\0', StringComparison.Ordinal);
}
