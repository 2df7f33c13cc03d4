using System;
using System.Threading;
using ContainerRt.Linux.Files;

namespace ContainerRt.Runtime.Cgroups;

/// <summary>`cgroup.freeze`: what is asked for. `cgroup.events` says when it is so.</summary>
public static class CgroupFreezer
{
    private const int Attempts = 12;

    /// <summary>Whether the group itself was frozen, not one above it.</summary>
    public static bool IsFrozen(CgroupDirectory group) => group.Read("cgroup.freeze").Trim() == "1";

    /// <summary>
    /// Returns when all processes have stopped. A process in an uninterruptible sleep keeps the group from
    /// freezing: after about four seconds it is thawed again, and that is an error.
    /// </summary>
    public static void Set(CgroupDirectory group, bool frozen)
    {
        Write(group, frozen);
        string wanted = frozen ? "frozen 1" : "frozen 0";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (group.Read("cgroup.events").Contains(wanted, StringComparison.Ordinal))
            {
                return;
            }
            Thread.Sleep(1 << attempt);
        }
        if (frozen)
        {
            Write(group, false);
        }
        throw new ContainerException(
            ContainerErrorKind.Kernel,
            $"{group.Path}: cgroup.events does not come to \"{wanted}\": a process may be in an uninterruptible sleep"
        );
    }

    private static void Write(CgroupDirectory group, bool frozen) =>
        _ = HostFile
            .WriteExisting(group.Directory, "cgroup.freeze", frozen ? "1" : "0")
            .OrThrow($"write to {group.Path}/cgroup.freeze");
}
