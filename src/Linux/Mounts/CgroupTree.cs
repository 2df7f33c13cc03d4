using System.Linq;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Mounts;

/// <summary>Where cgroup2 is mounted on this machine.</summary>
public static class CgroupTree
{
    // the unified layout, then the hybrid one of systemd
    private static readonly string[] _usual = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"];

    /// <summary>The mount point, or null when the machine has none.</summary>
    public static string? Find()
    {
        foreach (string usual in _usual)
        {
            if (MountedFilesystem.IsRootOf(usual, Magic.CGROUP2_SUPER_MAGIC))
            {
                return usual;
            }
        }
        return FindInMountInfo();
    }

    // The list of mounts is long on a busy machine, and the kernel writes it anew for each reader.
    private static string? FindInMountInfo()
    {
        string[] found = MountInfo
            .Own()
            .Where(mount => mount.Type == "cgroup2" && mount.Root == "/")
            .Select(mount => mount.MountPoint)
            .ToArray();
        return _usual.FirstOrDefault(found.Contains) ?? found.FirstOrDefault();
    }
}
