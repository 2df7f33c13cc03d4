using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace ContainerRt.Shim.Supervision;

/// <summary>memory.events of a container's group, cgroup-v2.rst "Memory Interface Files".</summary>
internal sealed class MemoryEvents(string path)
{
    // the unified layout, then the hybrid one of systemd
    private static readonly string[] s_mounts = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"];

    /// <summary>Null without the memory controller, or when the process has gone already.</summary>
    internal static MemoryEvents? Of(int pid)
    {
        try
        {
            string group = File.ReadLines(
                    $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cgroup"
                )
                .First(line => line.StartsWith("0::", StringComparison.Ordinal))[3..];
            string? path = Array
                .ConvertAll(s_mounts, mount => $"{mount}{group}/memory.events")
                .FirstOrDefault(File.Exists);
            return path is null ? null : new MemoryEvents(path);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether the kernel has killed a process of the group for its memory.</summary>
    internal bool HasKilled()
    {
        try
        {
            return File.ReadLines(path)
                .Any(line =>
                    line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0"
                );
        }
        catch (IOException)
        {
            return false;
        }
    }
}
