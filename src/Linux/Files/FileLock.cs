using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>flock(2): held by the open file, gone with its last descriptor, so with a killed process.</summary>
public static class FileLock
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    public static SysResult Shared(Fd fd) => Wait(fd, LOCK_SH);

    public static SysResult Exclusive(Fd fd) => Wait(fd, LOCK_EX);

    /// <summary>EAGAIN when somebody else holds it.</summary>
    public static SysResult TryShared(Fd fd) =>
        new(Sys.Call(NR.flock, fd.Number, LOCK_SH | LOCK_NB));

    /// <inheritdoc cref="TryShared"/>
    public static SysResult TryExclusive(Fd fd) =>
        new(Sys.Call(NR.flock, fd.Number, LOCK_EX | LOCK_NB));

    public static SysResult Unlock(Fd fd) => new(Sys.Call(NR.flock, fd.Number, LOCK_UN));

    private static SysResult Wait(Fd fd, int operation)
    {
        nint result;
        do
        {
            result = BlockingSys.Call(NR.flock, fd.Number, operation);
        } while (result == -(nint)Errno.EINTR);
        return new(result);
    }
}
