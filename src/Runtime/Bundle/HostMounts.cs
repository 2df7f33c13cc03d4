using System.Collections.Generic;
using System.Linq;
using ContainerRt.Linux.Mounts;

namespace ContainerRt.Runtime.Bundle;

/// <summary>Mounts of the host that must not stay reachable without pivot_root.</summary>
internal static class HostMounts
{
    /// <summary>Mount points of procfs and sysfs, deepest first.</summary>
    internal static IReadOnlyList<string> Kernel() =>
        MountInfo
            .Own()
            .Where(mount => mount.Type is "proc" or "sysfs")
            .Select(mount => mount.MountPoint)
            .OrderByDescending(path => path.Length)
            .ToList();
}
