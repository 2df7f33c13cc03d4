namespace ContainerRt.Runtime.Plan;

/// <summary>When the seccomp filter is loaded.</summary>
internal enum FilterPlace
{
    /// <summary>There is none.</summary>
    Nowhere,

    /// <summary>Before capabilities are dropped: without no_new_privs loading takes CAP_SYS_ADMIN.</summary>
    BeforeIdentity,

    /// <summary>
    /// By the process that has appeared in a joined pid namespace, which keeps CAP_SYS_ADMIN for it: the filter refuses a call
    /// on the way there.
    /// </summary>
    AfterAppearing,

    /// <summary>After everything: with no_new_privs it takes no capability, and need not allow our own calls.</summary>
    BeforeExecve,
}
