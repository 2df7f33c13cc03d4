using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>Things that a process changes about itself.</summary>
public static class CurrentProcess
{
    public static uint EffectiveUid => (uint)Sys.Call(NR.geteuid);

    /// <summary>Orphans below us become our children, prctl(2) PR_SET_CHILD_SUBREAPER.</summary>
    public static SysResult BecomeSubreaper() =>
        new(Sys.Call(NR.prctl, Prctl.PR_SET_CHILD_SUBREAPER, 1));

    /// <summary>Children born from now on live in another pid namespace, setns(2).</summary>
    public static SysResult EnterPidNamespaceForChildren(Fd space) =>
        new(Sys.Call(NR.setns, space.Number, (nint)Clone.CLONE_NEWPID));

    public static bool IsOpen(int descriptor) => Sys.Call(NR.fcntl, descriptor, Fcntl.F_GETFD) >= 0;
}
