using System;
using System.Text;
using ContainerRt.Linux.Native;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.Linux.Files;

/// <summary>Paths of the host that the administrator gave: links in them are followed.</summary>
public static unsafe class HostPath
{
    public static SysResult<Fd> OpenDirectory(string path) => Open(path, O_RDONLY | O_DIRECTORY);

    public static SysResult<Fd> Open(string path, int flags, uint mode = 0)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        if (CPath.Check(bytes) is not Errno.None and Errno bad)
        {
            return bad;
        }
        byte* buffer = stackalloc byte[bytes.Length + 1];
        nint name = CPath.Copy(bytes, buffer);
        return Fd.From(Sys.Call(NR.openat, AT_FDCWD, name, flags | O_CLOEXEC, (nint)mode));
    }

    /// <summary>The name under which the kernel shows an open descriptor of this process.</summary>
    public static string OfDescriptor(Fd fd) =>
        FormattableString.Invariant($"/proc/self/fd/{fd.Number}");
}
