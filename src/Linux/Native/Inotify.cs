namespace ContainerRt.Linux.Native;

/// <summary>Flags of inotify(7); names are the kernel's.</summary>
[CHeader("sys/inotify.h")]
public static class Inotify
{
    public const int IN_NONBLOCK = 0x800;
    public const int IN_CLOEXEC = 0x80000;
    public const uint IN_MODIFY = 0x2;
    public const uint IN_CLOSE_WRITE = 0x8;
    public const uint IN_MOVED_TO = 0x80;
    public const uint IN_CREATE = 0x100;
    public const uint IN_DELETE_SELF = 0x400;
}
