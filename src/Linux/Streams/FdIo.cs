using System;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Streams;

/// <summary>Plain reading and writing on descriptors, EINTR retried.</summary>
public static unsafe class FdIo
{
    public static SysResult Read(Fd fd, Span<byte> into)
    {
        fixed (byte* p = into)
        {
            nint result;
            do
            {
                result = BlockingSys.Call(NR.read, fd.Number, (nint)p, into.Length);
            } while (result == -(int)Errno.EINTR);
            return new SysResult(result);
        }
    }

    public static SysResult Write(Fd fd, ReadOnlySpan<byte> from)
    {
        fixed (byte* p = from)
        {
            nint result;
            do
            {
                result = BlockingSys.Call(NR.write, fd.Number, (nint)p, from.Length);
            } while (result == -(int)Errno.EINTR);
            return new SysResult(result);
        }
    }

    /// <summary>Writes all of it; a descriptor that does not block for now is waited for.</summary>
    public static SysResult WriteAll(Fd fd, ReadOnlySpan<byte> from)
    {
        while (from.Length > 0)
        {
            SysResult result = Write(fd, from);
            if (result.Errno == Errno.EAGAIN)
            {
                _ = Epoll.PollSet.WaitFor(fd, Poll.POLLOUT, -1);
                continue;
            }
            if (result.Failed)
            {
                return result;
            }
            from = from[(int)result.Raw..];
        }
        return new SysResult(0);
    }

    public static SysResult SetNonBlocking(Fd fd)
    {
        nint flags = Sys.Call(NR.fcntl, fd.Number, F_GETFL);
        return new SysResult(
            flags < 0
                ? flags
                : Sys.Call(NR.fcntl, fd.Number, F_SETFL, flags | FileConstants.O_NONBLOCK)
        );
    }

    public static (Fd Reader, Fd Writer) Pipe()
    {
        int* ends = stackalloc int[2];
        _ = new SysResult(Sys.Call(NR.pipe2, (nint)ends, FileConstants.O_CLOEXEC)).OrThrow(
            "make a pipe"
        );
        return (Fd.Own(ends[0]), Fd.Own(ends[1]));
    }

    /// <summary>Opens a path of our own state, never one inside a container.</summary>
    public static SysResult<Fd> OpenTrusted(string path, int flags, int mode = 0x180)
    {
        fixed (byte* p = System.Text.Encoding.UTF8.GetBytes(path + "\0"))
        {
            return Fd.From(
                Sys.Call(
                    NR.openat,
                    FileConstants.AT_FDCWD,
                    (nint)p,
                    flags | FileConstants.O_CLOEXEC | FileConstants.O_NOCTTY,
                    mode
                )
            );
        }
    }

    private const int F_GETFL = 3;
    private const int F_SETFL = 4;
}
