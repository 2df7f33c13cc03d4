using System;
using System.Runtime.CompilerServices;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Linux.Signals;

/// <summary>Signals that are read from a descriptor instead of interrupting, signalfd(2).</summary>
public static unsafe class SignalFd
{
    // struct signalfd_siginfo
    private const int RecordBytes = 128;

    /// <summary>Blocks the signals in every thread of the process and opens a descriptor for them.</summary>
    public static Fd Open(params ReadOnlySpan<int> signals)
    {
        ulong mask = 0;
        foreach (int signal in signals)
        {
            mask |= 1UL << (signal - 1);
        }
        Block(mask);
        // A signal for the process goes to any thread that does not block it. The finalizer thread
        // exists before Main, and only it can change its own mask: so it is made to run a finalizer.
        MakeGarbage(mask);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return OpenFor(mask);
    }

    /// <summary>For a program that was started with all signals blocked: every thread has the mask.</summary>
    public static Fd OpenBlocked(params ReadOnlySpan<int> signals)
    {
        ulong mask = 0;
        foreach (int signal in signals)
        {
            mask |= 1UL << (signal - 1);
        }
        return OpenFor(mask);
    }

    /// <summary>The next signal, or 0 when none is there.</summary>
    public static int Next(Fd fd)
    {
        Span<byte> record = stackalloc byte[RecordBytes];
        SysResult result = FdIo.Read(fd, record);
        return result.Raw == RecordBytes ? BitConverter.ToInt32(record) : 0;
    }

    private static Fd OpenFor(ulong mask)
    {
        const int flags = Native.FileConstants.O_CLOEXEC | Native.FileConstants.O_NONBLOCK;
        return Fd.From(Sys.Call(NR.signalfd4, -1, (nint)(&mask), 8, flags)).OrThrow("signalfd4");
    }

    private static void Block(ulong mask) =>
        _ = Sys.Call(NR.rt_sigprocmask, SignalConstants.SIG_BLOCK, (nint)(&mask), 0, 8);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeGarbage(ulong mask) => GC.KeepAlive(new MaskChanger(mask));

    private sealed class MaskChanger(ulong mask)
    {
        ~MaskChanger() => Block(mask);
    }
}
