using System.Runtime.InteropServices;

namespace ContainerRt.Linux.Native;

#pragma warning disable CS8981 // the kernel's name
/// <summary>One piece of memory of sendmsg(2).</summary>
[CHeader("sys/uio.h")]
[StructLayout(LayoutKind.Sequential)]
public struct iovec
{
    public nint iov_base;
    public nuint iov_len;
}
