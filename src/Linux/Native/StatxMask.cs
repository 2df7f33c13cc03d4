namespace ContainerRt.Linux.Native;

/// <summary>What statx(2) is asked for.</summary>
[CHeader("linux/stat.h")]
public static class StatxMask
{
    public const uint STATX_BASIC_STATS = 0x7ff;
    public const uint STATX_MNT_ID = 0x1000;
    public const uint STATX_MNT_ID_UNIQUE = 0x4000;
    public const ulong STATX_ATTR_MOUNT_ROOT = 0x2000;
}
