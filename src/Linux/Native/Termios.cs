namespace ContainerRt.Linux.Native;

/// <summary>Mode bits and indexes of the kernel's `struct termios`, termios(3).</summary>
[CHeader("asm/termbits.h")]
public static class Termios
{
    public const uint IGNBRK = 0x1;
    public const uint BRKINT = 0x2;
    public const uint PARMRK = 0x8;
    public const uint ISTRIP = 0x20;
    public const uint INLCR = 0x40;
    public const uint IGNCR = 0x80;
    public const uint ICRNL = 0x100;
    public const uint IXON = 0x400;
    public const uint OPOST = 0x1;
    public const uint ONLCR = 0x4;
    public const uint ECHO = 0x8;
    public const uint ECHONL = 0x40;
    public const uint ICANON = 0x2;
    public const uint ISIG = 0x1;
    public const uint IEXTEN = 0x8000;
    public const uint CSIZE = 0x30;
    public const uint PARENB = 0x100;
    public const uint CS8 = 0x30;
    public const int VTIME = 5;
    public const int VMIN = 6;
}
