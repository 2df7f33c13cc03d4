using ContainerRt.Linux;
using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

/// <summary>System calls of the child: the number is noted for the report before each call.</summary>
internal static unsafe class Kernel
{
    internal const nint ENOENT = -(nint)Errno.ENOENT;
    internal const nint EEXIST = -(nint)Errno.EEXIST;
    internal const nint EPERM = -(nint)Errno.EPERM;
    internal const nint ENOSYS = -(nint)Errno.ENOSYS;
    internal const nint EACCES = -(nint)Errno.EACCES;
    internal const nint EINVAL = -(nint)Errno.EINVAL;
    internal const nint EAGAIN = -(nint)Errno.EAGAIN;
    internal const nint EXDEV = -(nint)Errno.EXDEV;
    internal const nint ELOOP = -(nint)Errno.ELOOP;
    internal const nint ENAMETOOLONG = -(nint)Errno.ENAMETOOLONG;
    internal const nint ECONNRESET = -(nint)Errno.ECONNRESET;
    internal const nint EINTR = -(nint)Errno.EINTR;

    internal static nint Call(
        InitFrame* frame,
        int nr,
        nint a = 0,
        nint b = 0,
        nint c = 0,
        nint d = 0,
        nint e = 0
    )
    {
        frame->LastCall = nr;
        return Sys.Call(nr, a, b, c, d, e);
    }

    /// <summary>Closes a descriptor; the call noted for the report stays the one before.</summary>
    internal static void Close(nint fd) => _ = Sys.Call(NR.close, fd);

    internal static nint Length(byte* text)
    {
        byte* end = text;
        while (*end != 0)
        {
            end++;
        }
        return (nint)(end - text);
    }

    /// <summary>Writes a whole short text to a file that takes it in one piece.</summary>
    internal static nint WriteFile(InitFrame* frame, nint fd, byte* text)
    {
        if (fd < 0)
        {
            return fd;
        }
        nint result = Call(frame, NR.write, fd, (nint)text, Length(text));
        Close(fd);
        return result;
    }
}
