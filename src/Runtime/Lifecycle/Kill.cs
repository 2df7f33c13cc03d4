using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Cgroups;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>runtime.md#kill: a signal to the container's first process, or to all of them.</summary>
public static class Kill
{
    public static void Run(ContainerStore store, ContainerId id, int signal, bool all)
    {
        ContainerRecord record = store.Load(id);
        // without a pid namespace that dies with its first process the others would live on
        if (signal == SignalConstants.SIGKILL && (all || !HasOwnPids(store, id)))
        {
            // after a restart of the machine the group's name may be another container's
            if (record.BootId == BootId.Current)
            {
                KillAll(record);
            }
            return;
        }
        if (!ContainerStatus.IsAlive(record))
        {
            // as runc has it: who kills all does not care whether there was one
            if (all)
            {
                return;
            }
            throw new ContainerException(
                ContainerErrorKind.WrongState,
                $"container not running: {id}"
            );
        }
        using Fd process = PidFd
            .Open(record.Pid)
            .OrThrow($"pidfd_open of process {record.Pid} of {id}");
        // the pid may have been given to another process before the pidfd was opened
        if (!ContainerStatus.IsAlive(record))
        {
            throw new ContainerException(
                ContainerErrorKind.WrongState,
                $"container not running: {id}"
            );
        }
        _ = PidFd.Signal(process, signal).OrThrow($"pidfd_send_signal {signal} to container {id}");
    }

    /// <summary>Whether its other processes end with its first one; taken for no when its config is lost.</summary>
    internal static bool HasOwnPids(ContainerStore store, ContainerId id)
    {
        string path = store.ConfigOf(id);
        if (HostFile.Look(path).Failed)
        {
            return false;
        }
        byte[] json = HostFile.ReadAll(path, BundleDirectory.MaximumConfigBytes);
        return BundleDirectory
                .Parse(json, path)
                .Linux?.Namespaces?.Exists(space =>
                    space.Type == "pid" && string.IsNullOrEmpty(space.Path)
                ) == true;
    }

    internal static void KillAll(ContainerRecord record)
    {
        SysResult<CgroupDirectory> opened = CgroupDirectory.Open(
            record.CgroupRoot,
            record.CgroupPath
        );
        if (!opened.Failed)
        {
            using CgroupDirectory cgroup = opened.Value;
            cgroup.KillAll();
        }
    }
}
