using System;
using ContainerRt.Linux.Native;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.Linux.Files;

/// <summary>utimensat(2); a link's own times change.</summary>
public static unsafe class TimesAt
{
    public static SysResult Open(Fd fd, Timestamp accessed, Timestamp modified)
    {
        Span<long> times =
        [
            accessed.Seconds,
            accessed.Nanoseconds,
            modified.Seconds,
            modified.Nanoseconds,
        ];
        fixed (long* pointer = times)
        {
            return new(Sys.Call(NR.utimensat, fd.Number, 0, (nint)pointer, 0));
        }
    }

    public static SysResult Name(
        Fd directory,
        ReadOnlySpan<byte> name,
        Timestamp accessed,
        Timestamp modified
    )
    {
        if (CPath.Check(name) is not Errno.None and Errno bad)
        {
            return new(-(nint)bad);
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        nint path = CPath.Copy(name, buffer);
        Span<long> times =
        [
            accessed.Seconds,
            accessed.Nanoseconds,
            modified.Seconds,
            modified.Nanoseconds,
        ];
        fixed (long* pointer = times)
        {
            return new(
                Sys.Call(NR.utimensat, directory.Number, path, (nint)pointer, AT_SYMLINK_NOFOLLOW)
            );
        }
    }
}
