using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>config.md#mounts: absolute destinations, and nothing but procfs over /proc.</summary>
internal static class MountRule
{
    // what lxcfs puts there; CVE-2019-16884 is about everything else
    private static readonly HashSet<string> _allowedInProc =
    [
        "/proc/cpuinfo",
        "/proc/diskstats",
        "/proc/meminfo",
        "/proc/stat",
        "/proc/swaps",
        "/proc/uptime",
        "/proc/loadavg",
        "/proc/slabinfo",
        "/proc/sys/kernel/ns_last_pid",
        "/proc/sys/crypto/fips_enabled",
    ];

    internal static IEnumerable<string> Check(Config config)
    {
        for (int i = 0; i < (config.Mounts?.Count ?? 0); i++)
        {
            foreach (string problem in Check(config.Mounts![i]))
            {
                yield return $"mounts[{i}]{problem}";
            }
        }
    }

    private static IEnumerable<string> Check(Mount mount)
    {
        // config.md#mounts: a relative one means the same below /
        if (string.IsNullOrEmpty(mount.Destination))
        {
            yield return ".destination: missing";
            yield break;
        }
        string target = ContainerPath.Clean(mount.Destination);
        if (System.IO.Path.GetFullPath(target) == "/")
        {
            yield return ".destination: the root file system itself cannot be a mount target";
        }
        MountOptions options = MountOptions.Parse(mount.Options);
        if (!options.Bind && string.IsNullOrEmpty(mount.Type))
        {
            yield return ".type: missing, and the options say neither bind nor rbind";
        }
        foreach (
            string problem in CheckOptions(mount, options).Concat(CheckProc(mount, options, target))
        )
        {
            yield return problem;
        }
        if (NotYetRule.Filled(mount.UidMappings) || NotYetRule.Filled(mount.GidMappings))
        {
            yield return ".uidMappings: id-mapped mounts are not supported yet";
        }
    }

    private static IEnumerable<string> CheckOptions(Mount mount, MountOptions options)
    {
        if (options.Bind && string.IsNullOrEmpty(mount.Source))
        {
            yield return ".source: missing, a bind mount needs one";
        }
        if (options.Bind && options.Data.Count > 0)
        {
            yield return $".options: \"{options.Data[0].Key}\": bind mounts cannot have any filesystem-specific options applied";
        }
        if (options.CopyUp && (options.Bind || mount.Type != "tmpfs"))
        {
            yield return ".options: \"tmpcopyup\": only a tmpfs can start with a copy of what it covers";
        }
        if (!options.Bind && !LongOptions.Fit(mount.Type ?? "", options.Data))
        {
            yield return ".options: the kernel takes no option of more than 255 bytes, nor more than 4095 bytes of options with such a one";
        }
        if (options.Unsupported is not null)
        {
            yield return $".options: \"{options.Unsupported}\" is not supported yet";
        }
    }

    private static IEnumerable<string> CheckProc(
        Mount mount,
        MountOptions options,
        string destination
    )
    {
        // "/x/../proc" is /proc too; behind a symlink only the kernel knows
        string target = System.IO.Path.GetFullPath(destination);
        bool inside = target == "/proc" || target.StartsWith("/proc/", StringComparison.Ordinal);
        // the type of a bind mount says nothing of what is bound (CVE-2019-16884)
        bool proc = mount.Type == "proc" && !options.Bind;
        // without a pid namespace of its own a container gets the host's, which engines bind
        bool hosts = options.Bind && mount.Source == "/proc" && target == "/proc";
        if (inside && !proc && !hosts && !_allowedInProc.Contains(target))
        {
            yield return $".destination: \"{target}\" cannot be mounted because it is inside /proc";
        }
        else if (target != "/proc" && inside && proc)
        {
            yield return $".destination: \"{target}\" cannot be mounted because it is inside /proc";
        }
    }
}
