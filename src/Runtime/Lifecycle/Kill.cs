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
            KillAll(record);
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
        _ = PidFd.Signal(process, signal).OrThrow($"pidfd_send_signal {signal} to container {id}");
    }

    private static bool HasOwnPids(ContainerStore store, ContainerId id)
    {
        string path = store.ConfigOf(id);
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
