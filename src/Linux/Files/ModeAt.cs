using System;
using System.Text;
using ContainerRt.Linux.Native;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.Linux.Files;

/// <summary>Permission bits, without ever following a link.</summary>
public static unsafe class ModeAt
{
    public static SysResult Open(Fd fd, uint permissions) =>
        new(Sys.Call(NR.fchmod, fd.Number, (nint)permissions));

    public static SysResult Name(Fd directory, ReadOnlySpan<byte> name, uint permissions)
    {
        if (CPath.Check(name) is not Errno.None and Errno bad)
        {
            return new(-(nint)bad);
        }
        byte* buffer = stackalloc byte[name.Length + 1];
        nint path = CPath.Copy(name, buffer);
        nint mode = (nint)permissions;
        nint result = Sys.Call(NR.fchmodat2, directory.Number, path, mode, AT_SYMLINK_NOFOLLOW);
        return result == -(nint)Errno.ENOSYS
            ? ThroughHandle(directory, name, permissions)
            : new(result);
    }

    // Before 6.6 there is no fchmodat2. fchmod refuses an O_PATH descriptor; its name in /proc does
    // what is wanted, and the descriptor cannot be a link because it is looked at first.
    private static SysResult ThroughHandle(Fd directory, ReadOnlySpan<byte> name, uint permissions)
    {
        SysResult<Fd> opened = OpenAt.Handle(directory, name);
        if (opened.Failed)
        {
            return new(-(nint)opened.Errno);
        }
        using Fd handle = opened.Value;
        SysResult<FileStatus> status = StatusOf.Open(handle);
        if (status.Failed || status.Value.IsSymlink)
        {
            return new(-(nint)(status.Failed ? status.Errno : Errno.EOPNOTSUPP));
        }
        byte[] path = Encoding.ASCII.GetBytes(HostPath.OfDescriptor(handle) + "\0");
        fixed (byte* pointer = path)
        {
            return new(Sys.Call(NR.fchmodat, AT_FDCWD, (nint)pointer, (nint)permissions));
        }
    }
}
