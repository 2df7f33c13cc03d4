namespace ContainerRt.Linux.Native;

/// <summary>AUDIT_ARCH_* of linux/audit.h for the machine that this is compiled for, as seccomp(2) reports it.</summary>
public static class AuditArch
{
#if ARM64
    public const uint Native = 0xc00000b7;
#else
    public const uint Native = 0xc000003e;
#endif
}
