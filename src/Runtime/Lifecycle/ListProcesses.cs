using System.Collections.Generic;
using System.Linq;
using ContainerRt.Runtime.Cgroups;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>The pids of a container, those of its own sub-groups too.</summary>
public static class ListProcesses
{
    public static IReadOnlyList<int> Of(ContainerStore store, ContainerId id)
    {
        ContainerRecord record = store.Load(id);
        if (!ContainerStatus.IsAlive(record))
        {
            return [];
        }
        using CgroupDirectory cgroup = ContainerGroup.Open(record);
        IReadOnlyList<int> pids = cgroup.AllProcesses();
        return cgroup.Path == record.CgroupPath
            ? pids
            : [.. pids.Where(pid => ContainerGroup.SharesPids(record, pid))];
    }
}
