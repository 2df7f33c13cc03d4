using System;
using System.Collections.Generic;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>Only what belongs to a namespace of the container may be set (CVE-2022-0532).</summary>
internal static class SysctlRule
{
    private static readonly HashSet<string> _ipc =
    [
        "kernel/msgmax",
        "kernel/msgmnb",
        "kernel/msgmni",
        "kernel/sem",
        "kernel/shmall",
        "kernel/shmmax",
        "kernel/shmmni",
        "kernel/shm_rmid_forced",
    ];

    internal static IEnumerable<string> Check(Config config)
    {
        foreach (string key in config.Linux?.Sysctl?.Keys ?? (IEnumerable<string>)[])
        {
            string path = SysctlPath.Of(key);
            if (!SysctlPath.IsClean(path))
            {
                yield return $"linux.sysctl: \"{key}\" is not the name of a sysctl";
            }
            else if (path == "kernel/hostname")
            {
                yield return "linux.sysctl: \"kernel.hostname\" is set by the field hostname";
            }
            else if (Needed(path) is not string type)
            {
                yield return $"linux.sysctl: \"{key}\" is not in a separate kernel namespace";
            }
            else if (!NamespaceTypes.Has(config, type))
            {
                yield return $"linux.sysctl: \"{key}\" is not allowed without a private {type} namespace";
            }
        }
    }

    private static string? Needed(string path) =>
        _ipc.Contains(path) || path.StartsWith("fs/mqueue/", StringComparison.Ordinal) ? "ipc"
        : path.StartsWith("net/", StringComparison.Ordinal) ? "network"
        : path == "kernel/domainname" ? "uts"
        : null;
}
