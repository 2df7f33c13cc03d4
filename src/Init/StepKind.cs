namespace ContainerRt.Init;

/// <summary>What the child can do. One value is one case of the switch in <see cref="InitProgram"/>.</summary>
public enum StepKind
{
    None,

    // the process itself
    ResetSignals,
    DieWithParent,
    HideFromPtrace,
    NewSession,
    SessionKeyring,
    OomScoreAdj,
    Affinity,
    JoinNamespace,
    UnshareNamespace,
    Umask,
    Rlimit,
    Hostname,
    Domainname,
    LoopbackUp,
    Sysctl,

    // the root file system
    Propagation,
    BindRoot,
    EnterRoot,
    MountFilesystem,
    MountBind,
    MakeDevice,
    MakeLink,
    PrepareMasks,
    HideHostMount,
    PivotRoot,
    MoveRoot,
    ReadonlyRoot,
    ReadonlyMount,
    ReadonlyPath,
    MaskPath,
    MakeDirectory,

    // the program
    Terminal,
    OwnPipes,
    Chdir,
    NoNewPrivileges,
    BoundingSet,
    KeepCapabilities,
    Groups,
    Gid,
    Uid,
    CapabilitySets,
    AmbientSet,
    FindProgram,
    Seccomp,
    Ready,
    WaitForStart,
    CloseDescriptors,
    Execve,
}
