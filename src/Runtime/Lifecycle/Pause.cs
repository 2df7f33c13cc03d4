using ContainerRt.Runtime.Cgroups;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>The freezer of cgroup v2: every process of the container stops, and goes on.</summary>
public static class Pause
{
    public static void Run(ContainerStore store, ContainerId id)
    {
        ContainerRecord record = store.Load(id);
        if (ContainerStatus.Of(store, record) is ContainerStatus.Stopped or ContainerStatus.Paused)
        {
            throw Wrong($"container not running: {id}");
        }
        SetFrozen(record, true);
    }

    public static void Resume(ContainerStore store, ContainerId id)
    {
        ContainerRecord record = store.Load(id);
        if (ContainerStatus.Of(store, record) != ContainerStatus.Paused)
        {
            throw Wrong($"container not paused: {id}");
        }
        SetFrozen(record, false);
    }

    private static void SetFrozen(ContainerRecord record, bool frozen)
    {
        using CgroupDirectory cgroup = ContainerGroup.Open(record);
        if (!ContainerGroup.IsItsOwn(record, cgroup))
        {
            throw Wrong(
                $"container {record.Id} has left its cgroup {record.CgroupPath} for {cgroup.Path}, which holds processes of others: it cannot be frozen alone"
            );
        }
        CgroupFreezer.Set(cgroup, frozen);
    }

    private static ContainerException Wrong(string message) =>
        new(ContainerErrorKind.WrongState, message);
}
