namespace ContainerRt.Linux.Processes;

/// <summary>What a mapping is to the kernel.</summary>
public enum MappingKind
{
    Other,
    Stack,

    /// <summary>[vdso], [vvar] and their kin: the kernel may have sealed them (mseal(2)).</summary>
    Kernel,
}
