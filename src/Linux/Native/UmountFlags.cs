namespace ContainerRt.Linux.Native;

/// <summary>Flags of umount2(2).</summary>
[CHeader("sys/mount.h")]
public static class UmountFlags
{
    public const int MNT_FORCE = 1;
    public const int MNT_DETACH = 2;
    public const int MNT_EXPIRE = 4;
    public const int UMOUNT_NOFOLLOW = 8;
}
