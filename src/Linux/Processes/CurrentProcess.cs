using System;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>Things that a process changes about itself.</summary>
public static class CurrentProcess
{
    public static int Pid => (int)Sys.Call(NR.getpid);

    public static uint EffectiveUid => (uint)Sys.Call(NR.geteuid);

    /// <summary>Orphans below us become our children, prctl(2) PR_SET_CHILD_SUBREAPER.</summary>
    public static SysResult BecomeSubreaper() =>
        new(Sys.Call(NR.prctl, Prctl.PR_SET_CHILD_SUBREAPER, 1));

    /// <summary>The calling thread, and what it clones from now on, keeps to these processors, sched_setaffinity(2).</summary>
    public static unsafe SysResult RunOn(ReadOnlySpan<ulong> processors)
    {
        fixed (ulong* words = processors)
        {
            return new(
                Sys.Call(NR.sched_setaffinity, 0, processors.Length * sizeof(ulong), (nint)words)
            );
        }
    }

    /// <summary>
    /// Whether the caller left this descriptor open for us. Our own ones are not: each has FD_CLOEXEC from its birth, which
    /// an inherited one cannot have.
    /// </summary>
    public static bool IsInherited(int descriptor)
    {
        nint flags = Sys.Call(NR.fcntl, descriptor, Fcntl.F_GETFD);
        return flags >= 0 && (flags & Fcntl.FD_CLOEXEC) == 0;
    }
}
