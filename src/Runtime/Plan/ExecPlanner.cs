using System.Collections.Generic;
using ContainerRt.Init;
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
        Process process = request.Config.Process!;
        SeccompProgram? filter = request.Config.Linux?.Seccomp is LinuxSeccomp profile
            ? SeccompCompiler.Compile(profile)
            : null;

        Enter(steps, request, namespaces);
        ProcessPlanner.Limits(steps, process);
        ProcessPlanner.CloseDescriptors(steps, request);
        if (process.NoNewPrivileges)
        {
            steps.Add(StepKind.NoNewPrivileges, "process.noNewPrivileges");
        }
        else
        {
            ProcessPlanner.Filter(steps, filter);
        }
        ProcessPlanner.Identity(steps, process, warnings);
        ProcessPlanner.Program(steps, process, request.Facts.Home);
        steps.Add(StepKind.Ready, "always");
        if (process.NoNewPrivileges)
        {
            ProcessPlanner.Filter(steps, filter);
        }
        ProcessPlanner.Execute(steps, process, request);
        return steps.ToList();
    }

    private static void Enter(StepList steps, PlanRequest request, ulong namespaces)
    {
        Process process = request.Config.Process!;
        steps.Add(StepKind.DieWithParent, "always");
        steps.Add(StepKind.ResetSignals, "always");
        steps.AddValue(StepKind.Umask, "always", 0);
        ProcessPlanner.OomScore(steps, process);
        ProcessPlanner.Affinity(steps, process.ExecCpuAffinity?.Final);
        steps.Add(StepKind.HideFromPtrace, "always");
        steps.Add(StepKind.NewSession, "always");
        steps.Add(
            new StepDraft(StepKind.JoinNamespace, "linux.namespaces")
            {
                Text = "of the container",
                Flags = namespaces,
                Handle = StepHandle.InitProcess,
            }
        );
        if (process.Terminal)
        {
            steps.Add(StepKind.EnterRoot, "process.terminal");
            ProcessPlanner.Terminal(steps, request, bindConsole: false);
        }
        else
        {
            ProcessPlanner.OwnPipes(steps, process);
        }
    }
}
