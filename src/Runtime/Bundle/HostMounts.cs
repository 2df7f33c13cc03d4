using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.Linux.Files;

namespace ContainerRt.Runtime.Bundle;

/// <summary>Mounts of the host that must not stay reachable without pivot_root.</summary>
internal static class HostMounts
{
    private const int LongestMountInfo = 16 * 1024 * 1024;

    /// <summary>Mount points of procfs and sysfs, deepest first.</summary>
    internal static IReadOnlyList<string> Kernel() =>
        Encoding
            .UTF8.GetString(HostFile.ReadAll("/proc/self/mountinfo", LongestMountInfo))
            .Split('\n')
            .Select(line => line.Split(' '))
            .Where(fields => IsKernelType(fields))
            .Select(fields => fields[4])
            .OrderByDescending(path => path.Length)
            .ToList();

    private static bool IsKernelType(string[] fields)
    {
        int dash = System.Array.IndexOf(fields, "-");
        return dash > 4 && dash + 1 < fields.Length && fields[dash + 1] is ("proc" or "sysfs");
    }
}
