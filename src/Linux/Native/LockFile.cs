namespace ContainerRt.Linux.Native;

/// <summary>How a lock file is opened, openat(2).</summary>
[CHeader("fcntl.h")]
public static class LockFile
{
    public const int AT_FDCWD = -100;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_CLOEXEC = 0x80000;
#if ARM64
    public const int O_NOFOLLOW = 0x8000;
#else
    public const int O_NOFOLLOW = 0x20000;
#endif
}
