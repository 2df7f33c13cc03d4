namespace ContainerRt.Linux.Native;

/// <summary>How openat2(2) may walk a path.</summary>
[CHeader("linux/openat2.h")]
public static class ResolveFlags
{
    public const ulong RESOLVE_NO_XDEV = 0x01;
    public const ulong RESOLVE_NO_MAGICLINKS = 0x02;
    public const ulong RESOLVE_NO_SYMLINKS = 0x04;
    public const ulong RESOLVE_BENEATH = 0x08;
    public const ulong RESOLVE_IN_ROOT = 0x10;
}
