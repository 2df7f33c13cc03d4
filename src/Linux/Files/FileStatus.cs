using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>What statx(2) says of a file.</summary>
public readonly record struct FileStatus
{
    internal FileStatus(in StatxBuffer from)
    {
        Mode = from.stx_mode;
        Uid = from.stx_uid;
        Gid = from.stx_gid;
        Size = (long)from.stx_size;
        Links = from.stx_nlink;
        Inode = from.stx_ino;
        FileSystem = ((ulong)from.stx_dev_major << 32) | from.stx_dev_minor;
        DeviceMajor = from.stx_rdev_major;
        DeviceMinor = from.stx_rdev_minor;
        Modified = new(from.stx_mtime.tv_sec, from.stx_mtime.tv_nsec);
        Accessed = new(from.stx_atime.tv_sec, from.stx_atime.tv_nsec);
        MountId = from.stx_mnt_id;
        IsMountRoot = (from.stx_attributes & StatxMask.STATX_ATTR_MOUNT_ROOT) != 0;
    }

    /// <summary>Type and permission bits.</summary>
    public uint Mode { get; }
    public uint Uid { get; }
    public uint Gid { get; }
    public long Size { get; }
    public uint Links { get; }
    public ulong Inode { get; }

    /// <summary>The device that holds the file.</summary>
    public ulong FileSystem { get; }

    /// <summary>The device that the file is.</summary>
    public uint DeviceMajor { get; }
    public uint DeviceMinor { get; }
    public Timestamp Modified { get; }
    public Timestamp Accessed { get; }
    public ulong MountId { get; }
    public bool IsMountRoot { get; }

    public uint Permissions => Mode & 0xFFF;
    public bool IsDirectory => Is(FileConstants.S_IFDIR);
    public bool IsRegular => Is(FileConstants.S_IFREG);
    public bool IsSymlink => Is(FileConstants.S_IFLNK);

    /// <summary>The mark of overlayfs for a name that is gone: a character device 0:0.</summary>
    public bool IsWhiteout => Is(FileConstants.S_IFCHR) && DeviceMajor == 0 && DeviceMinor == 0;

    public bool Is(uint type) => (Mode & FileConstants.S_IFMT) == type;

    public bool IsSameFile(in FileStatus other) =>
        Inode == other.Inode && FileSystem == other.FileSystem;
}
