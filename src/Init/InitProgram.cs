using ContainerRt.Init.Steps;
using ContainerRt.Linux.Native;

namespace ContainerRt.Init;

/// <summary>The child's program: one loop over the steps, which ends in execve or in a report.</summary>
/// <remarks>
/// Runs between clone3 and execve in a copy of a NativeAOT process whose other threads are gone. So
/// nothing here allocates, throws, takes a lock or waits for the garbage collector; a test walks the
/// call graph of the published program from <see cref="Run"/>. See docs/child-process.md.
/// </remarks>
public static unsafe class InitProgram
{
    public static void Run(InitFrame* frame)
    {
        byte here = 0;
        frame->Stack = &here;
        for (int i = 0; i < frame->StepCount; i++)
        {
            nint result = Execute(frame, frame->Steps + i);
            if (result < 0)
            {
                Fail(frame, i, (int)-result);
            }
        }
        Fail(frame, frame->StepCount, 0);
    }

    private static void Fail(InitFrame* frame, int step, int errno)
    {
        Report report = new()
        {
            Kind = Report.Failed,
            Step = step,
            Errno = errno,
            Call = frame->LastCall,
        };
        _ = Sys.Call(NR.write, frame->ReportFd, (nint)(&report), sizeof(Report));
        while (true)
        {
            _ = Sys.Call(NR.exit_group, 1);
        }
    }

#pragma warning disable MA0051 // the switch is the table of contents
    private static nint Execute(InitFrame* frame, Step* step)
    {
        // csharpier-ignore-start
        switch (step->Kind)
        {
            case StepKind.ResetSignals: return ProcessSteps.ResetSignals(frame);
            case StepKind.DieWithParent: return ProcessSteps.DieWithParent(frame);
            case StepKind.HideFromPtrace: return ProcessSteps.HideFromPtrace(frame);
            case StepKind.NewSession: return ProcessSteps.NewSession(frame);
            case StepKind.SessionKeyring: return ProcessSteps.SessionKeyring(frame, step);
            case StepKind.OomScoreAdj: return ProcessSteps.OomScoreAdj(frame, step);
            case StepKind.Affinity: return ProcessSteps.Affinity(frame, step);
            case StepKind.JoinNamespace: return NamespaceSteps.Join(frame, step);
            case StepKind.UnshareNamespace: return NamespaceSteps.Unshare(frame, step);
            case StepKind.Umask: return ProcessSteps.Umask(frame, step);
            case StepKind.Rlimit: return ProcessSteps.Rlimit(frame, step);
            case StepKind.Hostname: return NamespaceSteps.Hostname(frame, step);
            case StepKind.Domainname: return NamespaceSteps.Domainname(frame, step);
            case StepKind.LoopbackUp: return NamespaceSteps.LoopbackUp(frame);
            case StepKind.Sysctl: return NamespaceSteps.Sysctl(frame, step);
            case StepKind.Propagation: return RootSteps.Propagation(frame, step);
            case StepKind.BindRoot: return RootSteps.BindRoot(frame, step);
            case StepKind.EnterRoot: return RootSteps.EnterRoot(frame);
            case StepKind.MountFilesystem: return MountSteps.Filesystem(frame, step);
            case StepKind.MountBind: return MountSteps.Bind(frame, step);
            case StepKind.MakeDevice: return DeviceSteps.MakeDevice(frame, step);
            case StepKind.MakeLink: return DeviceSteps.MakeLink(frame, step);
            case StepKind.PrepareMasks: return MaskSteps.Prepare(frame, step);
            case StepKind.HideHostMount: return RootSteps.HideHostMount(frame, step);
            case StepKind.PivotRoot: return RootSteps.PivotRoot(frame);
            case StepKind.MoveRoot: return RootSteps.MoveRoot(frame);
            case StepKind.ReadonlyRoot: return RootSteps.ReadonlyRoot(frame);
            case StepKind.ReadonlyMount: return MaskSteps.ReadonlyMount(frame, step);
            case StepKind.ReadonlyPath: return MaskSteps.ReadonlyPath(frame, step);
            case StepKind.MaskPath: return MaskSteps.MaskPath(frame, step);
            case StepKind.MakeDirectory: return RootSteps.MakeDirectory(frame, step);
            case StepKind.Terminal: return TerminalSteps.Open(frame, step);
            case StepKind.NullDescriptors: return NullSteps.Replace(frame, step);
            case StepKind.OwnPipes: return StreamSteps.OwnPipes(frame, step);
            case StepKind.Chdir: return ProcessSteps.Chdir(frame, step);
            case StepKind.ControllingTerminal: return TerminalSteps.Control(frame);
            case StepKind.RoomForProcess: return ProcessSteps.RoomForProcess(frame, step);
            case StepKind.Forget: return AppearSteps.Forget(frame, step);
            case StepKind.Appear: return AppearSteps.Appear(frame);
            case StepKind.NoNewPrivileges: return CredentialSteps.NoNewPrivileges(frame);
            case StepKind.BoundingSet: return CredentialSteps.BoundingSet(frame, step);
            case StepKind.KeepCapabilities: return CredentialSteps.KeepCapabilities(frame, step);
            case StepKind.Groups: return CredentialSteps.Groups(frame, step);
            case StepKind.Gid: return CredentialSteps.Gid(frame, step);
            case StepKind.Uid: return CredentialSteps.Uid(frame, step);
            case StepKind.CapabilitySets: return CredentialSteps.CapabilitySets(frame, step);
            case StepKind.AmbientSet: return CredentialSteps.AmbientSet(frame, step);
            case StepKind.FindProgram: return ExecSteps.FindProgram(frame, step);
            case StepKind.Seccomp: return ExecSteps.Seccomp(frame, step);
            case StepKind.Ready: return ExecSteps.Ready(frame);
            case StepKind.WaitForStart: return ExecSteps.WaitForStart(frame, step);
            case StepKind.CloseDescriptors: return ExecSteps.CloseDescriptors(frame, step);
            case StepKind.Execve: return ExecSteps.Execve(frame, step);
            default: return -(nint)Linux.Errno.ENOSYS;
        }
        // csharpier-ignore-end
    }
#pragma warning restore MA0051
}
