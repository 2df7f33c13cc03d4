using System;
using System.Collections.Generic;
using System.Text;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;

namespace ContainerRt.Runtime.Cgroups;

/// <summary>Where cgroup2 is mounted on this machine.</summary>
public static class CgroupTree
{
    private const int LongestMountInfo = 16 * 1024 * 1024;

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
        List<string> found = [];
        string mounts = Encoding.UTF8.GetString(
            HostFile.ReadAll("/proc/self/mountinfo", LongestMountInfo)
        );
        foreach (string line in mounts.Split('\n'))
        {
            if (line.Contains(" - cgroup2 ", StringComparison.Ordinal))
            {
                string[] fields = line.Split(' ');
                if (fields.Length > 4 && fields[3] == "/")
                {
                    found.Add(fields[4]);
                }
            }
        }
        return Array.Find(_usual, found.Contains) ?? (found.Count > 0 ? found[0] : null);
    }
}
