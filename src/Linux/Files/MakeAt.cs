using System;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>Makes a name in a directory; EEXIST when it is taken. Modes are subject to the umask.</summary>
public static unsafe class MakeAt
{
    public static SysResult Directory(Fd directory, ReadOnlySpan<byte> name, uint mode)
    {
        if (CPath.Check(name) is not Errno.None and Errno bad)
        {
            return new(-(nint)bad);
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        return new(Sys.Call(NR.mkdirat, directory.Number, CPath.Copy(name, buffer), (nint)mode));
    }

    /// <param name="mode">Type and permission bits.</param>
    public static SysResult Node(Fd directory, ReadOnlySpan<byte> name, uint mode, ulong device)
    {
        if (CPath.Check(name) is not Errno.None and Errno bad)
        {
            return new(-(nint)bad);
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        nint path = CPath.Copy(name, buffer);
        return new(Sys.Call(NR.mknodat, directory.Number, path, (nint)mode, (nint)device));
    }

    public static SysResult Fifo(Fd directory, ReadOnlySpan<byte> name, uint permissions) =>
        Node(directory, name, FileConstants.S_IFIFO | permissions, 0);

    public static SysResult Symlink(
        ReadOnlySpan<byte> target,
        Fd directory,
        ReadOnlySpan<byte> name
    )
    {
        Errno bad = CPath.Check(target);
        bad = bad == Errno.None ? CPath.Check(name) : bad;
        if (bad != Errno.None)
        {
            return new(-(nint)bad);
        }
        byte* targetBuffer = stackalloc byte[target.Length + 1];
        byte* nameBuffer = stackalloc byte[name.Length + 1];
        nint to = CPath.Copy(target, targetBuffer);
        return new(Sys.Call(NR.symlinkat, to, directory.Number, CPath.Copy(name, nameBuffer)));
    }

    /// <summary>A second name for a file. A symbolic link is linked itself, not what it points to.</summary>
    public static SysResult Link(
        Fd from,
        ReadOnlySpan<byte> existing,
        Fd directory,
        ReadOnlySpan<byte> name
    )
    {
        Errno bad = CPath.Check(existing);
        bad = bad == Errno.None ? CPath.Check(name) : bad;
        if (bad != Errno.None)
        {
            return new(-(nint)bad);
        }
        byte* oldBuffer = stackalloc byte[existing.Length + 1];
        byte* newBuffer = stackalloc byte[name.Length + 1];
        nint old = CPath.Copy(existing, oldBuffer);
        nint path = CPath.Copy(name, newBuffer);
        return new(Sys.Call(NR.linkat, from.Number, old, directory.Number, path, 0));
    }

    /// <summary>The kernel's encoding of a device number, as mknod(2) takes it: major 12 bits, minor 20.</summary>
    public static ulong Device(uint major, uint minor) =>
        (minor & 0xff) | ((ulong)major << 8) | ((ulong)(minor & ~0xffu) << 12);
}
