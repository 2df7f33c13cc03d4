using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>Extended attributes; names and values are bytes.</summary>
public static unsafe class Xattr
{
    private const int XATTR_SIZE_MAX = 65536;
    private const int XATTR_NAME_MAX = 255;

    public static SysResult Set(Fd fd, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.Length > XATTR_NAME_MAX || name.Contains((byte)0))
        {
            return new(-(nint)Errno.EINVAL);
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        nint key = CPath.Copy(name, buffer);
        fixed (byte* data = value)
        {
            return new(Sys.Call(NR.fsetxattr, fd.Number, key, (nint)data, value.Length, 0));
        }
    }

    /// <summary>For what cannot be opened: a link, a device. The directory is named through /proc/self/fd.</summary>
    public static SysResult SetName(
        Fd directory,
        ReadOnlySpan<byte> file,
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> value
    )
    {
        if (
            name.Length > XATTR_NAME_MAX
            || name.Contains((byte)0)
            || CPath.Check(file) != Errno.None
        )
        {
            return new(-(nint)Errno.EINVAL);
        }
        // setxattrat(2) is of 6.13
        byte[] prefix = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.Number}/")
        );
        byte* path = stackalloc byte[prefix.Length + file.Length + 1];
        prefix.CopyTo(new Span<byte>(path, prefix.Length));
        _ = CPath.Copy(file, path + prefix.Length);
        byte* buffer = stackalloc byte[name.Length + 1];
        nint key = CPath.Copy(name, buffer);
        fixed (byte* data = value)
        {
            return new(Sys.Call(NR.lsetxattr, (nint)path, key, (nint)data, value.Length, 0));
        }
    }

    /// <summary>ENODATA when the file does not have it.</summary>
    public static SysResult<byte[]> Get(Fd fd, ReadOnlySpan<byte> name)
    {
        if (name.Length > XATTR_NAME_MAX || name.Contains((byte)0))
        {
            return Errno.EINVAL;
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        nint key = CPath.Copy(name, buffer);
        nint size = Sys.Call(NR.fgetxattr, fd.Number, key, 0, 0);
        if (size <= 0)
        {
            return size < 0 ? (Errno)(-size) : Array.Empty<byte>();
        }
        byte[] value = new byte[XATTR_SIZE_MAX];
        fixed (byte* data = value)
        {
            size = Sys.Call(NR.fgetxattr, fd.Number, key, (nint)data, value.Length);
        }
        return size < 0 ? (Errno)(-size) : value.AsSpan(0, (int)size).ToArray();
    }

    public static SysResult Remove(Fd fd, ReadOnlySpan<byte> name)
    {
        if (name.Length > XATTR_NAME_MAX || name.Contains((byte)0))
        {
            return new(-(nint)Errno.EINVAL);
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        return new(Sys.Call(NR.fremovexattr, fd.Number, CPath.Copy(name, buffer)));
    }

    public static SysResult<IReadOnlyList<byte[]>> Names(Fd fd)
    {
        nint size = Sys.Call(NR.flistxattr, fd.Number, 0, 0);
        List<byte[]> names = [];
        if (size > 0)
        {
            byte[] list = new byte[XATTR_SIZE_MAX];
            fixed (byte* data = list)
            {
                size = Sys.Call(NR.flistxattr, fd.Number, (nint)data, list.Length);
            }
            ReadOnlySpan<byte> rest = list.AsSpan(0, (int)Math.Max(size, 0));
            while (rest.IndexOf((byte)0) is > 0 and int end)
            {
                names.Add(rest[..end].ToArray());
                rest = rest[(end + 1)..];
            }
        }
        return size < 0 ? (Errno)(-size) : names;
    }
}
