using System;
using System.Linq;
using System.Text;
using ContainerRt.Linux.Files;

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
        string[] found = Encoding
            .UTF8.GetString(HostFile.ReadAll("/proc/self/mountinfo", LongestMountInfo))
            .Split('\n')
            .Where(line => line.Contains(" - cgroup2 ", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .Where(fields => fields.Length > 4 && fields[3] == "/")
            .Select(fields => fields[4])
            .ToArray();
        return _usual.FirstOrDefault(found.Contains) ?? found.FirstOrDefault();
    }
}
