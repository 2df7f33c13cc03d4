namespace ContainerRt.Linux.Native;

/// <summary>Flags of open(2) and the *at calls; names are the kernel's.</summary>
[CHeader("fcntl.h")]
public static class FileConstants
{
    // csharpier-ignore-start
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_NOCTTY = 0x100;
    public const int O_TRUNC = 0x200;
    public const int O_APPEND = 0x400;
    public const int O_NONBLOCK = 0x800;
#if ARM64
    public const int O_DIRECTORY = 0x4000;
    public const int O_NOFOLLOW = 0x8000;
#else
    public const int O_DIRECTORY = 0x10000;
    public const int O_NOFOLLOW = 0x20000;
#endif
    public const int O_CLOEXEC = 0x80000;
    public const int O_PATH = 0x200000;

    public const uint SYNC_FILE_RANGE_WRITE = 2;

    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int AT_REMOVEDIR = 0x200;
    public const int AT_EMPTY_PATH = 0x1000;
    public const int AT_RECURSIVE = 0x8000;

    public const uint S_IFMT = 0xF000;
    public const uint S_IFIFO = 0x1000;
    public const uint S_IFCHR = 0x2000;
    public const uint S_IFDIR = 0x4000;
    public const uint S_IFBLK = 0x6000;
    public const uint S_IFREG = 0x8000;
    public const uint S_IFLNK = 0xA000;
    public const uint S_IFSOCK = 0xC000;
    // csharpier-ignore-end
}
