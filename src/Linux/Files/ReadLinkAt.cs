using System;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>readlinkat(2).</summary>
public static unsafe class ReadLinkAt
{
    public static SysResult<byte[]> Target(Fd directory, ReadOnlySpan<byte> name)
    {
        if (CPath.Check(name) is not Errno.None and Errno bad)
        {
            return bad;
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        byte* target = stackalloc byte[CPath.PathMax];
        nint path = CPath.Copy(name, buffer);
        nint length = Sys.Call(NR.readlinkat, directory.Number, path, (nint)target, CPath.PathMax);
        return length < 0 ? (Errno)(-length)
            : length == CPath.PathMax ? Errno.ENAMETOOLONG
            : new Span<byte>(target, (int)length).ToArray();
    }
}
