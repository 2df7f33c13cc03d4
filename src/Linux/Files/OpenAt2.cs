using System;
using ContainerRt.Linux.Native;
using static ContainerRt.Linux.Native.ResolveFlags;

namespace ContainerRt.Linux.Files;

/// <summary>openat2(2): a walk that cannot leave the directory it starts from.</summary>
public static unsafe class OpenAt2
{
    // The kernel answers EAGAIN when a rename or mount anywhere on the host raced with a walk in a
    // root (openat2(2), RESOLVE_IN_ROOT). An endless loop could be held up by whoever renames.
    private const int Attempts = 128;

    /// <summary>Links are followed as after a chroot to the directory; magic links never.</summary>
    public static SysResult<Fd> InRoot(
        Fd root,
        ReadOnlySpan<byte> path,
        int flags,
        uint mode = 0
    ) => Open(root, path, flags, mode, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);

    /// <summary>A walk that would leave the directory fails with EXDEV.</summary>
    public static SysResult<Fd> Beneath(
        Fd directory,
        ReadOnlySpan<byte> path,
        int flags,
        uint mode = 0
    ) => Open(directory, path, flags, mode, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);

    /// <summary>No link is followed and no mount point is crossed.</summary>
    public static SysResult<Fd> SameFileSystem(Fd directory, ReadOnlySpan<byte> path, int flags) =>
        Open(directory, path, flags, 0, RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV);

    public static SysResult<Fd> Open(
        Fd directory,
        ReadOnlySpan<byte> path,
        int flags,
        uint mode,
        ulong resolve
    )
    {
        if (CPath.Check(path) is not Errno.None and Errno bad)
        {
            return bad;
        }
        byte* buffer = stackalloc byte[path.Length + 1];
        nint name = CPath.Copy(path, buffer);
        open_how how = new()
        {
            flags = (uint)(flags | FileConstants.O_CLOEXEC),
            mode = mode,
            resolve = resolve,
        };
        nint result = -(nint)Errno.EAGAIN;
        for (int i = 0; i < Attempts && result is -(nint)Errno.EAGAIN or -(nint)Errno.EINTR; i++)
        {
            result = Sys.Call(NR.openat2, directory.Number, name, (nint)(&how), sizeof(open_how));
        }
        return Fd.From(result);
    }
}
