using System;
using System.Globalization;
using System.Text;
using ContainerRt.Linux.Files;

namespace ContainerRt.Linux.Processes;

/// <summary>What /proc/PID/cgroup says of a process, cgroups(7) "/proc files".</summary>
public static class ProcCgroup
{
    private const int Longest = 64 * 1024;

    /// <summary>The path of its group in cgroup v2, with a leading slash; null when it has gone, or is in none.</summary>
    public static string? Of(int pid)
    {
        string path = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cgroup";
        try
        {
            string? line = Array.Find(
                Encoding.UTF8.GetString(HostFile.ReadAll(path, Longest)).Split('\n'),
                text => text.StartsWith("0::/", StringComparison.Ordinal)
            );
            return line?["0::".Length..];
        }
        catch (KernelException e) when (e.Errno is Errno.ENOENT or Errno.ESRCH)
        {
            return null;
        }
    }
}
