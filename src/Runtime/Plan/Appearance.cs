using System.Linq;
using ContainerRt.Init;
using ContainerRt.Linux.Native;
using ContainerRt.Runtime.Seccomp;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Plan;

/// <summary>
/// A process that joins a pid namespace is seen there from its birth. So a first child outside does everything, and makes a
/// second that has nothing of the host any more and no more capabilities than the program will have.
/// </summary>
internal static class Appearance
{
    private const uint SECCOMP_RET_LOG = 0x7ffc0000;
    private const string ProcessLimit = "RLIMIT_NPROC";

    internal static FilterPlace PlaceOf(SeccompProgram? filter, Process process, bool appears) =>
        filter is null ? FilterPlace.Nowhere
        : process.NoNewPrivileges ? FilterPlace.BeforeExecve
        : !appears || LetsAppear(filter) ? FilterPlace.BeforeIdentity
        : FilterPlace.AfterAppearing;

    /// <summary>For whom a limit is set by the second child: fork(2) would count it against the first.</summary>
    internal static bool IsProcessLimit(PosixRlimit limit) => limit.Type == ProcessLimit;

    internal static void Plan(StepList steps, Process process)
    {
        foreach (PosixRlimit limit in (process.Rlimits ?? []).Where(IsProcessLimit))
        {
            steps.Add(ProcessPlanner.Limit(limit, StepKind.RoomForProcess));
        }
        steps.Add(StepKind.Appear, "linux.namespaces (pid)");
        steps.Add(StepKind.DieWithParent, "always");
        steps.Add(StepKind.NewSession, "always");
        if (process.Terminal)
        {
            steps.Add(StepKind.ControllingTerminal, "process.terminal");
        }
        foreach (PosixRlimit limit in (process.Rlimits ?? []).Where(IsProcessLimit))
        {
            steps.Add(ProcessPlanner.Limit(limit, StepKind.Rlimit));
        }
    }

    // Those between the load and execve that the first child would not make; arguments that are pointers are 0.
    private static bool LetsAppear(SeccompProgram filter) =>
        Passes(filter, NR.clone, Clone.CLONE_PARENT)
        && Passes(filter, NR.write, 3)
        && Passes(filter, NR.read, 3)
        && Passes(filter, NR.exit_group)
        && Passes(filter, NR.prctl, Prctl.PR_SET_PDEATHSIG, 9)
        && Passes(filter, NR.setsid)
        && Passes(filter, NR.ioctl, 0, (ulong)Ioctl.TIOCSCTTY)
        && Passes(filter, NR.prlimit64, 0, 6);

    private static bool Passes(SeccompProgram filter, int number, params ulong[] arguments) =>
        FilterMachine.Run(
            filter.Filter.Span,
            SeccompArchitectures.AuditArch(SeccompArchitectures.Native),
            (uint)number,
            arguments
        ) >= SECCOMP_RET_LOG;
}
