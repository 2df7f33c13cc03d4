using System;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>unlinkat(2).</summary>
public static unsafe class UnlinkAt
{
    /// <summary>Anything but a directory (EISDIR). A symbolic link goes itself.</summary>
    public static SysResult File(Fd directory, ReadOnlySpan<byte> name) =>
        Unlink(directory, name, 0);

    /// <summary>An empty directory.</summary>
    public static SysResult Directory(Fd directory, ReadOnlySpan<byte> name) =>
        Unlink(directory, name, FileConstants.AT_REMOVEDIR);

    private static SysResult Unlink(Fd directory, ReadOnlySpan<byte> name, int flags)
    {
        if (CPath.Check(name) is not Errno.None and Errno bad)
        {
            return new(-(nint)bad);
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        // freeing the blocks of a large file takes its time
        return new(
            BlockingSys.Call(NR.unlinkat, directory.Number, CPath.Copy(name, buffer), flags)
        );
    }
}
