using System.Runtime.InteropServices;

namespace ContainerRt.Linux.Native;

#pragma warning disable CS8981 // the kernel's name
/// <summary>Argument of sendmsg(2) and recvmsg(2).</summary>
[CHeader("sys/socket.h")]
[StructLayout(LayoutKind.Sequential)]
public struct msghdr
{
    public nint msg_name;
    public uint msg_namelen;
    public nint msg_iov;
    public nuint msg_iovlen;
    public nint msg_control;
    public nuint msg_controllen;
    public int msg_flags;
}
