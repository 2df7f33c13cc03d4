namespace ContainerRt.Linux.Native;

/// <summary>Flags of mount(2) and umount2(2) that the newer interface still uses.</summary>
[CHeader("sys/mount.h")]
public static class MountFlags
{
    public const ulong MS_BIND = 0x1000;
    public const ulong MS_MOVE = 0x2000;
    public const ulong MS_REC = 0x4000;
    public const ulong MS_UNBINDABLE = 0x20000;
    public const ulong MS_PRIVATE = 0x40000;
    public const ulong MS_SLAVE = 0x80000;
    public const ulong MS_SHARED = 0x100000;
    public const int MNT_DETACH = 2;
}
