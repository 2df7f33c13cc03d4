using ContainerRt.Linux;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;
using ContainerRt.Runtime.Cgroups;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>runtime.md#kill: a signal to the container's first process, or to all of them.</summary>
public static class Kill
{
    public static void Run(ContainerStore store, ContainerId id, int signal, bool all)
    {
        ContainerRecord record = store.Load(id);
        if (all && signal == SignalConstants.SIGKILL)
        {
            KillAll(record);
            return;
        }
        if (!ContainerStatus.IsAlive(record))
        {
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
