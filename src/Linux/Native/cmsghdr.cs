using System.Runtime.InteropServices;

namespace ContainerRt.Linux.Native;

#pragma warning disable CS8981 // the kernel's name
/// <summary>Head of an ancillary message, cmsg(3).</summary>
[CHeader("sys/socket.h")]
[StructLayout(LayoutKind.Sequential)]
public struct cmsghdr
{
    public nuint cmsg_len;
    public int cmsg_level;
    public int cmsg_type;
}
