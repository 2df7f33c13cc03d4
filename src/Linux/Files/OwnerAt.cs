using System;
using ContainerRt.Linux.Native;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.Linux.Files;

/// <summary>fchownat(2); a link's own owner changes. Clears set-uid bits and file capabilities.</summary>
public static unsafe class OwnerAt
{
    public static SysResult Open(Fd fd, uint uid, uint gid) =>
        Set(fd, default, uid, gid, AT_EMPTY_PATH);

    public static SysResult Name(Fd directory, ReadOnlySpan<byte> name, uint uid, uint gid) =>
        Set(directory, name, uid, gid, AT_SYMLINK_NOFOLLOW);

    private static SysResult Set(
        Fd directory,
        ReadOnlySpan<byte> name,
        uint uid,
        uint gid,
        int flags
    )
    {
        if (CPath.Check(name) is not Errno.None and Errno bad)
        {
            return new(-(nint)bad);
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        nint path = CPath.Copy(name, buffer);
        return new(Sys.Call(NR.fchownat, directory.Number, path, (nint)uid, (nint)gid, flags));
    }
}
