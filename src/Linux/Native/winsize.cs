using System.Runtime.InteropServices;

namespace ContainerRt.Linux.Native;

#pragma warning disable CS8981 // the kernel's name
/// <summary>Size of a terminal, ioctl_tty(2).</summary>
[CHeader("sys/ioctl.h")]
[StructLayout(LayoutKind.Sequential)]
public struct winsize
{
    public ushort ws_row;
    public ushort ws_col;
    public ushort ws_xpixel;
    public ushort ws_ypixel;
}
