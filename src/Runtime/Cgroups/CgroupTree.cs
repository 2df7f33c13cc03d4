using System.Linq;
using ContainerRt.Linux.Mounts;

namespace ContainerRt.Runtime.Cgroups;

/// <summary>Where cgroup2 is mounted on this machine.</summary>
public static class CgroupTree
{
    // the unified layout, then the hybrid one of systemd
    private static readonly string[] _usual = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"];

    /// <summary>The mount point, or null when the machine has none.</summary>
    public static string? Find()
    {
        string[] found = MountInfo
            .Own()
            .Where(mount => mount.Type == "cgroup2" && mount.Root == "/")
            .Select(mount => mount.MountPoint)
            .ToArray();
        return _usual.FirstOrDefault(found.Contains) ?? found.FirstOrDefault();
    }
}
