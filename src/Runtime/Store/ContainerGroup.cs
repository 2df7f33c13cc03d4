using System.Linq;
using ContainerRt.Linux;
using ContainerRt.Linux.Processes;
using ContainerRt.Runtime.Cgroups;

namespace ContainerRt.Runtime.Store;

/// <summary>The control group of a container that lives: its own, or the one that its first process has moved to.</summary>
internal static class ContainerGroup
{
    /// <summary>The recorded group; when that is gone, the group of the first process.</summary>
    /// <exception cref="KernelException">Neither is there.</exception>
    internal static CgroupDirectory Open(ContainerRecord record) =>
        TryOpen(record).OrThrow($"open cgroup {record.CgroupPath}");

    internal static SysResult<CgroupDirectory> TryOpen(ContainerRecord record)
    {
        SysResult<CgroupDirectory> own = CgroupDirectory.Open(record.CgroupRoot, record.CgroupPath);
        return own.Errno == Errno.ENOENT ? OfFirstProcess(record) : own;
    }

    internal static SysResult<CgroupDirectory> OfFirstProcess(
        ContainerRecord record,
        string within = ""
    ) => CgroupDirectory.OpenOf(record.CgroupRoot, record.Pid, within);

    /// <summary>Whether what is done to the group is done to this container alone: a foreign group may hold others.</summary>
    internal static bool IsItsOwn(ContainerRecord record, CgroupDirectory group) =>
        group.Path == record.CgroupPath || group.AllProcesses().All(pid => SharesPids(record, pid));

    internal static bool SharesPids(ContainerRecord record, int pid) =>
        NamespaceFile.Same(record.Pid, pid, "pid")
        && !NamespaceFile.Same(record.Pid, CurrentProcess.Pid, "pid");
}
