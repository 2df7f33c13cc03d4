using System;
using System.IO;
using System.Linq;
using ContainerRt.Linux.Mounts;
using ContainerRt.Linux.Processes;

namespace ContainerRt.Shim.Supervision;

/// <summary>memory.events of a container's group, cgroup-v2.rst "Memory Interface Files".</summary>
internal sealed class MemoryEvents(string path)
{
    /// <summary>Null without cgroup v2, or when the process has gone already.</summary>
    internal static MemoryEvents? Of(int pid) =>
        CgroupTree.Find() is string root && ProcCgroup.Of(pid) is string group
            ? new MemoryEvents($"{root}{group}/memory.events")
            : null;

    /// <summary>Whether the kernel has killed a process of the group for its memory; not without the controller.</summary>
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
