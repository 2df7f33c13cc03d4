using System.Globalization;
using ContainerRt.Runtime.Store;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>runtime.md#query-state.</summary>
public static class QueryState
{
    public static State Of(ContainerStore store, ContainerRecord record)
    {
        string status = ContainerStatus.Of(store, record);
        return new State
        {
            OciVersion = record.OciVersion,
            Id = record.Id,
            Pid = status == ContainerStatus.Stopped ? 0 : record.Pid,
            Status = status,
            Bundle = record.Bundle,
            Rootfs = record.Rootfs,
            Created = record.Created,
            Annotations = record.Annotations,
            Owner =
                record.OwnerUid == 0
                    ? "root"
                    : record.OwnerUid.ToString(CultureInfo.InvariantCulture),
        };
    }
}
