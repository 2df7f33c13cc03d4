namespace ContainerRt.Runtime.Plan;

/// <summary>What the planner has to know about the machine; gathered once, before it starts.</summary>
/// <param name="CgroupRoot">Where cgroup2 is mounted, or null.</param>
/// <param name="HostMountsToHide">Mount points of procfs and sysfs, needed without pivot_root.</param>
/// <param name="Home">Home directory of the process' user by the root file system's passwd.</param>
public sealed record HostFacts(
    string? CgroupRoot,
    System.Collections.Generic.IReadOnlyList<string> HostMountsToHide,
    string Home
);
