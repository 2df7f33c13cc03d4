using System.Collections.Generic;
using System.Linq;
using ContainerRt.Init;
using ContainerRt.Runtime.Cgroups;

namespace ContainerRt.Runtime.Plan;

/// <summary>A container as data: what the parent does, then the child's steps in kernel order.</summary>
public sealed record ContainerPlan(
    string Rootfs,
    ulong CloneFlags,
    string? JoinPidNamespace,
    CgroupPlan Cgroup,
    IReadOnlyList<StepDraft> Steps,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>
    /// Where a pid namespace is joined there are two children for a moment, so the limit of processes comes when the first has
    /// gone, before the second goes on.
    /// </summary>
    public CgroupPlan CgroupAtLaunch =>
        JoinPidNamespace is null
            ? Cgroup
            : Cgroup with
            {
                Settings = [.. Cgroup.Settings.Where(setting => !IsProcessLimit(setting))],
            };

    /// <summary>What <see cref="CgroupAtLaunch"/> leaves out.</summary>
    public IEnumerable<CgroupSetting> ProcessLimit => Cgroup.Settings.Where(IsProcessLimit);

    private static bool IsProcessLimit(CgroupSetting setting) =>
        setting.File == CgroupDirectory.ProcessLimitFile;
}
