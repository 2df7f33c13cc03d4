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
            KillGroup(store, id, record);
            return;
        }
        SysResult sent = Send(record, signal);
        // as runc has it: who kills all does not care whether there was one
        if (sent.Errno == Errno.ESRCH && all)
        {
            return;
        }
        if (sent.Errno == Errno.ESRCH)
        {
            throw new ContainerException(
                ContainerErrorKind.WrongState,
                $"container not running: {id}"
            );
        }
        _ = sent.OrThrow($"pidfd_send_signal {signal} to container {id}");
    }

    // ESRCH whenever it has ended, before or meanwhile
    private static SysResult Send(ContainerRecord record, int signal)
    {
        var ended = new SysResult(-(nint)Errno.ESRCH);
        if (!ContainerStatus.IsAlive(record))
        {
            return ended;
        }
        SysResult<Fd> opened = PidFd.Open(record.Pid);
        if (opened.Errno == Errno.ESRCH)
        {
            return ended;
        }
        using Fd process = opened.OrThrow($"pidfd_open of process {record.Pid} of {record.Id}");
        // the pid may have been given to another process before the pidfd was opened
        return ContainerStatus.IsAlive(record) ? PidFd.Signal(process, signal) : ended;
    }

    // by its name, which may be another container's by now: so not without the lock
    private static void KillGroup(ContainerStore store, ContainerId id, ContainerRecord record)
    {
        using Fd held = store.LockExisting(id);
        // after a restart of the machine the group's name may be another container's
        if (record.BootId == BootId.Current && store.Load(id).IsSameAs(record))
        {
            KillAll(record);
        }
    }

    /// <summary>Whether its other processes end with its first one; taken for no when its config is lost.</summary>
    internal static bool HasOwnPids(ContainerStore store, ContainerId id)
    {
        string path = store.ConfigOf(id);
        SysResult<Fd> opened = HostFile.Open(path, FileConstants.O_RDONLY);
        if (opened.Failed)
        {
            return false;
        }
        using Fd file = opened.Value;
        byte[] json = HostFile.ReadAll(file, path, BundleDirectory.MaximumConfigBytes);
        return BundleDirectory
                .Parse(json, path)
                .Linux?.Namespaces?.Exists(space =>
                    space.Type == "pid" && string.IsNullOrEmpty(space.Path)
                ) == true;
    }

    private static void KillAll(ContainerRecord record)
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
