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
        if (!IsAlive(record))
        {
            return Stopped;
        }
        if (IsFrozen(record))
        {
            return Paused;
        }
        ContainerId id = ContainerId.Parse(record.Id);
        return HostFile.Look(store.StartSocketOf(id)).Failed ? Running : Created;
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

    public static bool IsAlive(ContainerRecord record) =>
        record.BootId == BootId.Current
        && ProcStatus.Of(record.Pid) is { IsAlive: true } status
        && status.StartTime == record.StartTime;
}
