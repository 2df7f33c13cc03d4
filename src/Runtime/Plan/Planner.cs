using System.Collections.Generic;
using System.Linq;
using ContainerRt.Linux.Native;
using ContainerRt.Runtime.Cgroups;
using ContainerRt.Runtime.Seccomp;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Plan;

/// <summary>
/// Turns a configuration into a plan. A pure function: no system call is made here, so what
/// `crt plan` prints is what `crt create` does.
/// </summary>
public static class Planner
{
    public static ContainerPlan Plan(PlanRequest request)
    {
        Config config = request.Config;
        List<string> warnings = [];
        StepList steps = new();
        string rootfs = System.IO.Path.GetFullPath(config.Root!.Path!, request.BundleDirectory);

        string? joined = PidNamespaceToJoin(config);
        bool appears = joined is not null;
        SeccompProgram? filter = config.Linux!.Seccomp is LinuxSeccomp profile
            ? SeccompCompiler.Compile(profile)
            : null;
        warnings.AddRange(filter?.Warnings ?? []);

        ProcessPlanner.Begin(steps, request, appears, processors: null);
        NamespacePlanner.Enter(steps, config);
        MountPlanner.EnterRoot(steps, request, rootfs);
        MountPlanner.Mounts(steps, request, appears, warnings);
        DevicePlanner.Plan(steps, config);
        MountPlanner.LeaveHost(steps, request);
        ProcessPlanner.Terminal(steps, request, appears);
        ProcessPlanner.NullDescriptors(steps, request);
        MountPlanner.Seal(steps, config);
        NamespacePlanner.Configure(steps, config);
        MountPlanner.Hide(steps, config);
        NamespacePlanner.EnterPids(steps, config);
        ProcessPlanner.Finish(steps, request, filter, appears, warnings);

        return new ContainerPlan(
            rootfs,
            CloneFlags(config),
            joined,
            CgroupPlanner.Plan(request),
            steps.ToList(),
            warnings
        );
    }

    // The cgroup namespace is left out: clone3 would root it in the parent's group, not in the one
    // that CLONE_INTO_CGROUP names. The child unshares it (kernel/cgroup/namespace.c).
    private static ulong CloneFlags(Config config) =>
        config
            .Linux!.Namespaces!.Where(entry => string.IsNullOrEmpty(entry.Path))
            .Select(entry => NamespaceTypes.FlagOf(entry.Type!))
            .Where(flag => flag != Clone.CLONE_NEWCGROUP)
            .Aggregate(0UL, (all, flag) => all | flag);

    private static string? PidNamespaceToJoin(Config config) =>
        config
            .Linux!.Namespaces!.FirstOrDefault(entry =>
                entry.Type == "pid" && !string.IsNullOrEmpty(entry.Path)
            )
            ?.Path;
}
