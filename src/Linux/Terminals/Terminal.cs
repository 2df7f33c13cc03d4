using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Terminals;

/// <summary>Questions and orders to a terminal, ioctl_tty(2).</summary>
public static unsafe class Terminal
{
    public static bool Is(Fd fd)
    {
        TerminalMode mode = default;
        return Sys.Call(NR.ioctl, fd.Number, (nint)Ioctl.TCGETS, (nint)(&mode)) >= 0;
    }

    public static SysResult<TerminalMode> Mode(Fd fd)
    {
        TerminalMode mode = default;
        nint result = Sys.Call(NR.ioctl, fd.Number, (nint)Ioctl.TCGETS, (nint)(&mode));
        return result < 0 ? (Errno)(-result) : mode;
    }

    public static SysResult SetMode(Fd fd, TerminalMode mode) =>
        new(Sys.Call(NR.ioctl, fd.Number, (nint)Ioctl.TCSETS, (nint)(&mode)));

    public static SysResult<winsize> Size(Fd fd)
    {
        winsize size = default;
        nint result = Sys.Call(NR.ioctl, fd.Number, (nint)Ioctl.TIOCGWINSZ, (nint)(&size));
        return result < 0 ? (Errno)(-result) : size;
    }

    public static SysResult SetSize(Fd fd, int columns, int rows)
    {
        winsize size = new() { ws_row = (ushort)rows, ws_col = (ushort)columns };
        return new SysResult(Sys.Call(NR.ioctl, fd.Number, (nint)Ioctl.TIOCSWINSZ, (nint)(&size)));
    }
}
