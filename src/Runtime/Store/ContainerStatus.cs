using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Processes;
using ContainerRt.Runtime.Cgroups;

namespace ContainerRt.Runtime.Store;

/// <summary>What a container is doing, runtime.md#state: asked of the kernel each time, never stored.</summary>
public static class ContainerStatus
{
    public const string Created = "created";
    public const string Running = "running";
    public const string Paused = "paused";
    public const string Stopped = "stopped";

    public static string Of(ContainerStore store, ContainerRecord record)
    {
        ProcStatus? process = Process(record);
        if (process is null)
        {
            return Stopped;
        }
        if (IsFrozen(record))
        {
            return Paused;
        }
        // Not the socket alone: whoever let the program go may have been killed before he removed it. Not the process alone:
        // one that was restored from a checkpoint has never executed.
        ContainerId id = ContainerId.Parse(record.Id);
        return process.HasExecuted || HostFile.Look(store.StartSocketOf(id)).Failed
            ? Running
            : Created;
    }

    private static bool IsFrozen(ContainerRecord record)
    {
        SysResult<CgroupDirectory> opened = ContainerGroup.TryOpen(record);
        if (opened.Failed)
        {
            return false;
        }
        using CgroupDirectory group = opened.Value;
        return CgroupFreezer.IsFrozen(group);
    }

    public static bool IsAlive(ContainerRecord record) => Process(record) is not null;

    /// <summary>Also of a process that has ended and that nobody has waited for; null when it is gone.</summary>
    public static bool? HasExecuted(ContainerRecord record) =>
        ProcStatus.Of(record.Pid) is { } process && process.StartTime == record.StartTime
            ? process.HasExecuted
            : null;

    private static ProcStatus? Process(ContainerRecord record) =>
        record.BootId == BootId.Current
        && ProcStatus.Of(record.Pid) is { IsAlive: true } status
        && status.StartTime == record.StartTime
            ? status
            : null;
}
