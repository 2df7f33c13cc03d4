namespace ContainerRt.Linux.Native;

/// <summary>Requests of ioctl(2) on network interfaces, netdevice(7).</summary>
[CHeader("linux/sockios.h")]
public static class InterfaceIoctl
{
    public const uint SIOCGIFFLAGS = 0x8913;
    public const uint SIOCSIFFLAGS = 0x8914;
}
