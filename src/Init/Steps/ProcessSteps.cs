using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class ProcessSteps
{
    private const int SigKill = 9;
    private const int SigSetSize = 8;
    private const int SigSetMask = 2;
    private const nint KeyctlJoinSessionKeyring = 1;

    // The .NET runtime ignores SIGPIPE and handles others; execve would keep what is ignored.
    internal static nint ResetSignals(InitFrame* frame)
    {
        ulong* action = stackalloc ulong[4];
        action[0] = action[1] = action[2] = action[3] = 0;
        for (int signal = 1; signal <= 64; signal++)
        {
            // EINVAL for SIGKILL and SIGSTOP, which cannot be changed
            _ = Kernel.Call(frame, NR.rt_sigaction, signal, (nint)action, 0, SigSetSize);
        }
        ulong none = 0;
        return Kernel.Call(frame, NR.rt_sigprocmask, SigSetMask, (nint)(&none), 0, SigSetSize);
    }

    // Until the parent has heard Ready a half-made container must not survive it.
    internal static nint DieWithParent(InitFrame* frame) =>
        Kernel.Call(frame, NR.prctl, Prctl.PR_SET_PDEATHSIG, SigKill);

    // CVE-2016-9962: processes of the container must not trace us or open our descriptors.
    internal static nint HideFromPtrace(InitFrame* frame) =>
        Kernel.Call(frame, NR.prctl, Prctl.PR_SET_DUMPABLE, 0);

    internal static nint NewSession(InitFrame* frame) => Kernel.Call(frame, NR.setsid);

    /// <summary>Text: name of the keyring. A kernel without keyrings is no error.</summary>
    internal static nint SessionKeyring(InitFrame* frame, Step* step)
    {
        nint ring = Kernel.Call(frame, NR.keyctl, KeyctlJoinSessionKeyring, (nint)step->Text);
        return ring == -(nint)Linux.Errno.ENOSYS ? 0 : ring;
    }

    /// <summary>Text: the score. Before <see cref="HideFromPtrace"/>, which gives the file to root.</summary>
    internal static nint OomScoreAdj(InitFrame* frame, Step* step)
    {
        const int flags = FileConstants.O_WRONLY | FileConstants.O_CLOEXEC;
        nint fd = Kernel.Call(frame, NR.openat, FileConstants.AT_FDCWD, (nint)step->Path, flags);
        return Kernel.WriteFile(frame, fd, step->Text);
    }

    /// <summary>Data: a set of processors in Count words; Value: 1 when it must be taken.</summary>
    internal static nint Affinity(InitFrame* frame, Step* step)
    {
        nint result = Kernel.Call(
            frame,
            NR.sched_setaffinity,
            0,
            step->Count * sizeof(ulong),
            (nint)step->Data
        );
        return step->Value == 0 ? 0 : result;
    }

    internal static nint Umask(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.umask, (nint)step->Value);

    /// <summary>Value: RLIMIT_*; Data: soft and hard limit.</summary>
    internal static nint Rlimit(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.prlimit64, 0, (nint)step->Value, (nint)step->Data);

    /// <summary>Data: the limit to come. Makes sure that a user at his limit can still be given the process itself.</summary>
    /// <remarks>fork(2) counts the processes of the real user, and the first child has that user already.</remarks>
    internal static nint RoomForProcess(InitFrame* frame, Step* step)
    {
        ulong* limit = stackalloc ulong[2];
        nint result = Kernel.Call(frame, NR.prlimit64, 0, (nint)step->Value, 0, (nint)limit);
        if (result < 0)
        {
            return result;
        }
        ulong wanted = ((ulong*)step->Data)[1];
        limit[1] = limit[1] > wanted ? limit[1] : wanted;
        limit[0] = limit[1];
        return Kernel.Call(frame, NR.prlimit64, 0, (nint)step->Value, (nint)limit);
    }

    /// <summary>
    /// Path: where to. Runs twice, before and after the change of user: either may be the one that
    /// has access. Value is 1 in the run that must succeed.
    /// </summary>
    internal static nint Chdir(InitFrame* frame, Step* step)
    {
        if (frame->InWorkingDirectory != 0)
        {
            return 0;
        }
        nint result = Kernel.Call(frame, NR.chdir, (nint)step->Path);
        if (result < 0)
        {
            bool retried = result is Kernel.EACCES or Kernel.EPERM;
            return retried && step->Value == 0 ? 0 : result;
        }
        // CVE-2024-21626: a directory outside of our root has a name that starts with "(unreachable)"
        byte* cwd = stackalloc byte[4096];
        result = Kernel.Call(frame, NR.getcwd, (nint)cwd, 4096);
        if (result < 0)
        {
            return result;
        }
        frame->InWorkingDirectory = 1;
        return cwd[0] == '/' ? 0 : Kernel.ENOENT;
    }
}
