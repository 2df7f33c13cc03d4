using ContainerRt.Linux;
using ContainerRt.Linux.Native;

namespace ContainerRt.Init;

/// <summary>Makes the child: the one place where the program becomes two.</summary>
public static unsafe class Child
{
    private const int SigChld = 17;
    private const int SigBlock = 0;
    private const int SigSetMask = 2;

    /// <summary>clone3 without CLONE_VM; the child runs the program and never returns.</summary>
    /// <param name="program">The encoded program.</param>
    /// <param name="cgroup">The control group that it is born in, or null.</param>
    /// <returns>Pid and pidfd as the parent sees them.</returns>
    public static SysResult<ClonedChild> Clone(StepArena program, ulong flags, Fd? cgroup)
    {
        InitFrame* frame = program.Frame;
        int pidfd = -1;
        clone_args args = new()
        {
            flags = flags | Linux.Native.Clone.CLONE_PIDFD,
            pidfd = (ulong)&pidfd,
            exit_signal = SigChld,
        };
        if (cgroup is not null)
        {
            args.flags |= Linux.Native.Clone.CLONE_INTO_CGROUP;
            args.cgroup = (ulong)cgroup.Number;
        }
        // Ignored by our caller, it would let the kernel reap the child before we have seen how it ended, waitid(2).
        ulong* standard = stackalloc ulong[4];
        standard[0] = standard[1] = standard[2] = standard[3] = 0;
        _ = Sys.Call(NR.rt_sigaction, SigChld, (nint)standard, 0, sizeof(ulong));
        // A signal that arrives in the child before it has reset its handlers would run ours.
        ulong all = ulong.MaxValue;
        ulong before = 0;
        _ = Sys.Call(NR.rt_sigprocmask, SigBlock, (nint)(&all), (nint)(&before), sizeof(ulong));
        nint pid = Sys.Call(NR.clone3, (nint)(&args), sizeof(clone_args));
        if (pid == 0)
        {
            InitProgram.Run(frame);
        }
        _ = Sys.Call(NR.rt_sigprocmask, SigSetMask, (nint)(&before), 0, sizeof(ulong));
        return pid < 0 ? (Errno)(-pid) : new ClonedChild((int)pid, Fd.Own(pidfd));
    }

    /// <summary>Lets the second child go on.</summary>
    public static void Go(Fd reports)
    {
        byte go = 1;
        _ = Sys.Call(NR.write, reports.Number, (nint)(&go), 1);
    }

    /// <summary>Reads one report; null at the end of file, which means that execve has happened.</summary>
    public static SysResult<Report?> ReadReport(Fd from)
    {
        Report report;
        nint got;
        do
        {
            got = Sys.Call(NR.read, from.Number, (nint)(&report), sizeof(Report));
        } while (got == -(nint)Errno.EINTR);
        return got < 0 ? (Errno)(-got)
            : got == sizeof(Report) ? report
            : (SysResult<Report?>)null;
    }
}
