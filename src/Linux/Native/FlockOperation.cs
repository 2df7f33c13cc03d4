namespace ContainerRt.Linux.Native;

/// <summary>flock(2)</summary>
[CHeader("sys/file.h")]
public static class FlockOperation
{
    public const int LOCK_SH = 1;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
}
