using System;
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
        // a create that is under way ends first: what it has made so far would be taken for the remains of a dead one
        using Fd? claim = store.Lock(id);
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

    /// <summary>For whoever has made a container: one that has its id by now is left alone.</summary>
    public static void Own(ContainerStore store, ContainerRecord made)
    {
        ContainerId id = ContainerId.Parse(made.Id);
        using Fd? claim = store.Lock(id);
        if (claim is not null && Readable(store, id) is { } record && record.IsSameAs(made))
        {
            Finish(store, record);
        }
    }

    /// <summary>After a failure, which is the one that is told.</summary>
    internal static void Quietly(ContainerStore store, ContainerRecord made)
    {
        try
        {
            Own(store, made);
        }
        catch (Exception e) when (e is KernelException or ContainerException)
        {
            // what is left is a stopped container, which `delete` removes
        }
    }

    /// <summary>Kills what is left, then removes the group and the state.</summary>
    private static void Finish(ContainerStore store, ContainerRecord record)
    {
        ContainerId id = ContainerId.Parse(record.Id);
        bool alive = ContainerStatus.IsAlive(record);
        if (alive)
        {
            KillAndWait(record);
        }
        // with pids of its own nothing has outlived its first process, and nothing at all an earlier boot: what is in
        // a group of that name now belongs to another container
        bool own = alive || (record.BootId == BootId.Current && !Kill.HasOwnPids(store, id));
        RemoveGroupUnlessForeign(record.CgroupRoot, record.CgroupPath, own);
        store.Remove(id);
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

    private static void KillAndWait(ContainerRecord record)
    {
        SysResult<Fd> opened = PidFd.Open(record.Pid);
        if (opened.Failed)
        {
            return;
        }
        using Fd process = opened.Value;
        // the pid may have been given to another process before the pidfd was opened
        if (ContainerStatus.IsAlive(record))
        {
            _ = PidFd.Signal(process, SignalConstants.SIGKILL);
            _ = PidFd.HasExited(process, PatienceMilliseconds);
        }
    }

    private static void RemoveGroupUnlessForeign(string root, string path, bool own)
    {
        try
        {
            RemoveGroup(root, path, kill: own);
        }
        catch (KernelException e) when (e.Errno == Errno.EBUSY && !own)
        {
            return;
        }
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
        RemoveGroupUnlessForeign(group.Root, group.Path, group.IsOwn);
    }
}
