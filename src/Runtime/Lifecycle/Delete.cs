using ContainerRt.Linux;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;
using ContainerRt.Runtime.Cgroups;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>runtime.md#delete: the control group first, the state directory last.</summary>
public static class Delete
{
    private const int PatienceMilliseconds = 10_000;

    public static void Run(ContainerStore store, ContainerId id, bool force)
    {
        ContainerRecord? record = store.TryLoad(id);
        if (record is null)
        {
            RemoveRemains(store, id, force);
            return;
        }
        string status = ContainerStatus.Of(store, record);
        if (!force && status is (ContainerStatus.Running or ContainerStatus.Paused))
        {
            throw new ContainerException(
                ContainerErrorKind.WrongState,
                $"cannot delete container {id} that is not stopped: {status}"
            );
        }
        Finish(store, record);
    }

    /// <summary>Kills what is left, then removes the group and the state.</summary>
    public static void Finish(ContainerStore store, ContainerRecord record)
    {
        if (ContainerStatus.IsAlive(record))
        {
            KillAndWait(record.Pid);
        }
        SysResult<CgroupDirectory> opened = CgroupDirectory.Open(
            record.CgroupRoot,
            record.CgroupPath
        );
        if (!opened.Failed)
        {
            using CgroupDirectory cgroup = opened.Value;
            cgroup.KillAll();
            cgroup.Remove();
        }
        store.Remove(ContainerId.Parse(record.Id));
    }

    private static void KillAndWait(int pid)
    {
        SysResult<Fd> opened = PidFd.Open(pid);
        if (opened.Failed)
        {
            return;
        }
        using Fd process = opened.Value;
        _ = PidFd.Signal(process, SignalConstants.SIGKILL);
        _ = PidFd.HasExited(process, PatienceMilliseconds);
    }

    private static void RemoveRemains(ContainerStore store, ContainerId id, bool force)
    {
        if (store.HasDirectory(id) && force)
        {
            store.Remove(id);
        }
        else if (!force)
        {
            _ = store.Load(id);
        }
    }
}
