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
        ContainerRecord? record = force ? Readable(store, id) : store.TryLoad(id);
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
        RemoveGroup(record.CgroupRoot, record.CgroupPath, kill: true);
        store.Remove(ContainerId.Parse(record.Id));
    }

    private static void RemoveGroup(string root, string path, bool kill)
    {
        SysResult<CgroupDirectory> opened = CgroupDirectory.Open(root, path);
        if (opened.Failed)
        {
            return;
        }
        using CgroupDirectory cgroup = opened.Value;
        if (cgroup.TryRemove())
        {
            return;
        }
        if (kill)
        {
            cgroup.KillAll();
        }
        cgroup.Remove();
    }

    // a damaged state is no reason to keep the container: what was noted beside it is enough
    private static ContainerRecord? Readable(ContainerStore store, ContainerId id)
    {
        try
        {
            return store.TryLoad(id);
        }
        catch (ContainerException)
        {
            return null;
        }
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
            RemoveNotedGroup(store, id);
            store.Remove(id);
        }
        else if (!force)
        {
            _ = store.Load(id);
        }
    }

    // one that was only claimed may be somebody else's: what is in use stays
    private static void RemoveNotedGroup(ContainerStore store, ContainerId id)
    {
        if (store.GroupOf(id) is not { } group)
        {
            return;
        }
        try
        {
            RemoveGroup(group.Root, group.Path, kill: group.IsOwn);
        }
        catch (KernelException e) when (e.Errno == Errno.EBUSY && !group.IsOwn)
        {
            return;
        }
    }
}
