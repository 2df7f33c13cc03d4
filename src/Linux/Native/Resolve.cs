namespace ContainerRt.Linux.Native;

/// <summary>Resolution rules of openat2(2).</summary>
[CHeader("linux/openat2.h")]
public static class Resolve
{
    public const ulong RESOLVE_NO_XDEV = 0x1;
    public const ulong RESOLVE_NO_MAGICLINKS = 0x2;
    public const ulong RESOLVE_NO_SYMLINKS = 0x4;
    public const ulong RESOLVE_BENEATH = 0x8;
    public const ulong RESOLVE_IN_ROOT = 0x10;
}
