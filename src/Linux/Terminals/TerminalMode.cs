using System.Runtime.InteropServices;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Terminals;

/// <summary>The kernel's `struct termios` of TCGETS: 36 bytes, not the one of glibc.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TerminalMode
{
    private uint _input;
    private uint _output;
    private uint _control;
    private uint _local;
    private byte _line;
    private fixed byte _characters[19];

    /// <summary>Every byte goes through as it is typed, as cfmakeraw(3) has it.</summary>
    public readonly TerminalMode Raw()
    {
        TerminalMode raw = this;
        raw._input &= ~(
            Termios.IGNBRK
            | Termios.BRKINT
            | Termios.PARMRK
            | Termios.ISTRIP
            | Termios.INLCR
            | Termios.IGNCR
            | Termios.ICRNL
            | Termios.IXON
        );
        raw._output &= ~Termios.OPOST;
        raw._local &= ~(
            Termios.ECHO | Termios.ECHONL | Termios.ICANON | Termios.ISIG | Termios.IEXTEN
        );
        raw._control = (raw._control & ~(Termios.CSIZE | Termios.PARENB)) | Termios.CS8;
        raw._characters[Termios.VMIN] = 1;
        raw._characters[Termios.VTIME] = 0;
        return raw;
    }
}
