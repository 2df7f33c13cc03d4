namespace ContainerRt.Linux.Native;

/// <summary>Requests of ioctl(2) on terminals.</summary>
[CHeader("asm/ioctls.h")]
public static class Ioctl
{
    public const uint TCGETS = 0x5401;
    public const uint TCSETS = 0x5402;
    public const uint TIOCSCTTY = 0x540E;
    public const uint TIOCGWINSZ = 0x5413;
    public const uint TIOCSWINSZ = 0x5414;
    public const uint TIOCGPTN = 0x80045430;
    public const uint TIOCSPTLCK = 0x40045431;
    public const uint TIOCGPTPEER = 0x5441;
}
