using System;
using System.Text;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux;

/// <summary>
/// An advisory lock on a file of its own, flock(2). It belongs to the open file description, so the kernel
/// drops it when the process dies, however it dies.
/// </summary>
public sealed unsafe class FileLock : IDisposable
{
    private const int OwnerOnly = 0x180; // 0600
    private readonly Fd _fd;

    private FileLock(Fd fd) => _fd = fd;

    /// <summary>The lock, or EWOULDBLOCK when somebody else has it.</summary>
    public static SysResult<FileLock> TryTake(string path, bool exclusive)
    {
        SysResult<Fd> opened = Open(path);
        if (opened.Failed)
        {
            return opened.Errno;
        }
        int operation = (exclusive ? FlockOperation.LOCK_EX : FlockOperation.LOCK_SH) | FlockOperation.LOCK_NB;
        nint result = Sys.Call(NR.flock, opened.Value.Number, operation);
        if (result < 0)
        {
            opened.Value.Dispose();
            return (Errno)(-result);
        }
        return new FileLock(opened.Value);
    }

    public void Dispose() => _fd.Dispose();

    private static SysResult<Fd> Open(string path)
    {
        byte[] name = Encoding.UTF8.GetBytes(path + "\0");
        int flags = LockFile.O_RDWR | LockFile.O_CREAT | LockFile.O_CLOEXEC | LockFile.O_NOFOLLOW;
        fixed (byte* text = name)
        {
            return Fd.From(Sys.Call(NR.openat, LockFile.AT_FDCWD, (nint)text, flags, OwnerOnly));
        }
    }
}
