using System.Collections.Generic;
using ContainerRt.Init;
using ContainerRt.Linux.Native;
using ContainerRt.Runtime.Seccomp;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Plan;

/// <summary>The steps of a process that joins a container.</summary>
public static class ExecPlanner
{
    /// <param name="namespaces">CLONE_NEW* of what the container has of its own.</param>
    public static IReadOnlyList<StepDraft> Plan(
        PlanRequest request,
        ulong namespaces,
        List<string> warnings
    )
    {
        StepList steps = new();
        SeccompProgram? filter = request.Config.Linux?.Seccomp is LinuxSeccomp profile
            ? SeccompCompiler.Compile(profile)
            : null;
        bool appears = (namespaces & Clone.CLONE_NEWPID) != 0;
        Enter(steps, request, namespaces, appears);
        ProcessPlanner.Finish(steps, request, filter, appears, warnings);
        return steps.ToList();
    }

    private static void Enter(StepList steps, PlanRequest request, ulong namespaces, bool appears)
    {
        Process process = request.Config.Process!;
        ProcessPlanner.Begin(steps, request, appears, process.ExecCpuAffinity?.Final);
        steps.Add(
            new StepDraft(StepKind.JoinNamespace, "linux.namespaces")
            {
                Text = "of the container",
                Flags = namespaces,
                Handle = StepHandle.InitProcess,
            }
        );
        steps.Add(StepKind.EnterRoot, "always");
        ProcessPlanner.Terminal(steps, request, appears, bindConsole: false);
        ProcessPlanner.NullDescriptors(steps, request);
    }
}
