using System;
using System.Runtime.InteropServices;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux;

/// <summary>An open file descriptor that closes itself. All that src/Linux opens is CLOEXEC.</summary>
public sealed class Fd : SafeHandle
{
    public Fd()
        : base(-1, ownsHandle: true) { }

    private Fd(int number, bool owns)
        : base(-1, owns) => SetHandle(number);

    public override bool IsInvalid => handle == -1;

    /// <summary>The number, for a system call while the descriptor is held, or for a message.</summary>
    public int Number => (int)handle;

    /// <summary>Takes over a number that a system call has just returned.</summary>
    public static Fd Own(nint number) => new((int)number, owns: true);

    /// <summary>A view of a descriptor that somebody else closes, such as 0, 1 and 2.</summary>
    public static Fd Borrow(int number) => new(number, owns: false);

    /// <summary>Gives the number away: the caller closes it from now on.</summary>
    public int Detach()
    {
        int number = Number;
        SetHandleAsInvalid();
        return number;
    }

    internal static SysResult<Fd> From(nint result) => result < 0 ? (Errno)(-result) : Own(result);

    // Never retried: after EINTR the descriptor is closed all the same, close(2).
    protected override bool ReleaseHandle() => Sys.Call(NR.close, handle) >= 0;

    public override string ToString() =>
        IsInvalid ? "closed" : FormattableString.Invariant($"{Number}");
}
