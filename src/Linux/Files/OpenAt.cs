using System;
using ContainerRt.Linux.Native;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.Linux.Files;

/// <summary>openat(2) of one name in a directory; a link in its place is never followed.</summary>
public static unsafe class OpenAt
{
    public static SysResult<Fd> Directory(Fd directory, ReadOnlySpan<byte> name) =>
        Open(directory, name, O_RDONLY | O_DIRECTORY);

    public static SysResult<Fd> Read(Fd directory, ReadOnlySpan<byte> name) =>
        Open(directory, name, O_RDONLY | O_NONBLOCK | O_NOCTTY);

    /// <summary>A handle for fstat and the AT_EMPTY_PATH calls; opens nothing, so a device does not notice.</summary>
    public static SysResult<Fd> Handle(Fd directory, ReadOnlySpan<byte> name) =>
        Open(directory, name, O_PATH);

    /// <summary>A new regular file for writing; EEXIST when anything has the name.</summary>
    public static SysResult<Fd> Create(Fd directory, ReadOnlySpan<byte> name, uint mode) =>
        Open(directory, name, O_WRONLY | O_CREAT | O_EXCL, mode);

    public static SysResult<Fd> Open(
        Fd directory,
        ReadOnlySpan<byte> name,
        int flags,
        uint mode = 0
    )
    {
        if (CPath.Check(name) is not Errno.None and Errno bad)
        {
            return bad;
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        nint path = CPath.Copy(name, buffer);
        nint all = flags | O_CLOEXEC | O_NOFOLLOW;
        return Fd.From(Sys.Call(NR.openat, directory.Number, path, all, (nint)mode));
    }
}
