using System.Collections.Generic;
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
);
