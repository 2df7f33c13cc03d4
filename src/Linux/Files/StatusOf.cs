using System;
using ContainerRt.Linux.Native;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.Linux.Files;

/// <summary>statx(2); a link is described itself.</summary>
public static unsafe class StatusOf
{
    public static SysResult<FileStatus> Open(Fd fd) => Status(fd, default, AT_EMPTY_PATH);

    public static SysResult<FileStatus> Name(Fd directory, ReadOnlySpan<byte> name) =>
        Status(directory, name, AT_SYMLINK_NOFOLLOW);

    private static SysResult<FileStatus> Status(Fd directory, ReadOnlySpan<byte> name, int flags)
    {
        if (CPath.Check(name) is not Errno.None and Errno bad)
        {
            return bad;
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        nint path = CPath.Copy(name, buffer);
        StatxBuffer status = default;
        nint mask = (nint)(StatxMask.STATX_BASIC_STATS | StatxMask.STATX_MNT_ID);
        nint result = Sys.Call(NR.statx, directory.Number, path, flags, mask, (nint)(&status));
        return result < 0 ? (Errno)(-result) : new FileStatus(status);
    }
}
