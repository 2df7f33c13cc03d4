using System;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>renameat2(2) between two directories.</summary>
public static unsafe class RenameAt
{
    private const uint RENAME_NOREPLACE = 1;
    private const uint RENAME_EXCHANGE = 2;

    public static SysResult Replace(
        Fd from,
        ReadOnlySpan<byte> name,
        Fd to,
        ReadOnlySpan<byte> newName
    ) => Rename(from, name, to, newName, 0);

    /// <summary>EEXIST when the new name is taken.</summary>
    public static SysResult NoReplace(
        Fd from,
        ReadOnlySpan<byte> name,
        Fd to,
        ReadOnlySpan<byte> newName
    ) => Rename(from, name, to, newName, RENAME_NOREPLACE);

    public static SysResult Exchange(
        Fd from,
        ReadOnlySpan<byte> name,
        Fd to,
        ReadOnlySpan<byte> newName
    ) => Rename(from, name, to, newName, RENAME_EXCHANGE);

    private static SysResult Rename(
        Fd from,
        ReadOnlySpan<byte> name,
        Fd to,
        ReadOnlySpan<byte> newName,
        uint flags
    )
    {
        Errno bad = CPath.Check(name);
        bad = bad == Errno.None ? CPath.Check(newName) : bad;
        if (bad != Errno.None)
        {
            return new(-(nint)bad);
        }
        byte* oldBuffer = stackalloc byte[name.Length + 1];
        byte* newBuffer = stackalloc byte[newName.Length + 1];
        nint old = CPath.Copy(name, oldBuffer);
        nint path = CPath.Copy(newName, newBuffer);
        return new(Sys.Call(NR.renameat2, from.Number, old, to.Number, path, (nint)flags));
    }
}
