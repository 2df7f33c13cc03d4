using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>A process by a handle that stays with it, pidfd_open(2).</summary>
public static unsafe class PidFd
{
    private const int PollIn = 1;
    private const int P_PIDFD = 3;
    private const int WExited = 4;
    private const int WNoHang = 1;
    private const int WNoWait = 0x1000000;

    public static SysResult<Fd> Open(int pid) => Fd.From(Sys.Call(NR.pidfd_open, pid, 0));

    public static SysResult Signal(Fd process, int signal) =>
        new(Sys.Call(NR.pidfd_send_signal, process.Number, signal));

    /// <summary>Whether the process, ended or not, is one that this process has to wait for.</summary>
    public static SysResult<bool> IsChild(Fd process)
    {
        int* info = stackalloc int[32];
        const int look = WExited | WNoHang | WNoWait;
        nint result = Sys.Call(NR.waitid, P_PIDFD, process.Number, (nint)info, look);
        return result == -(nint)Errno.ECHILD ? false
            : result < 0 ? (Errno)(-result)
            : true;
    }

    /// <summary>Whether the process has ended; waits up to <paramref name="milliseconds"/>, -1 for ever.</summary>
    public static SysResult<bool> HasExited(Fd process, int milliseconds)
    {
        long* timeout = stackalloc long[2];
        timeout[0] = milliseconds / 1000;
        timeout[1] = milliseconds % 1000 * 1_000_000L;
        ulong entry = (uint)process.Number | (ulong)PollIn << 32;
        nint result;
        do
        {
            nint wait = milliseconds < 0 ? 0 : (nint)timeout;
            result = Sys.Call(NR.ppoll, (nint)(&entry), 1, wait, 0, 8);
        } while (result == -(nint)Errno.EINTR);
        return result < 0 ? (Errno)(-result) : result > 0;
    }

    /// <summary>Waits for a child to end and takes its status: 0..255, or 128 plus the signal.</summary>
    public static SysResult<int> Reap(Fd child)
    {
        // siginfo_t: si_code at 8, si_status at 24 (x86-64 and arm64)
        int* info = stackalloc int[32];
        nint result;
        do
        {
            result = Sys.Call(NR.waitid, P_PIDFD, child.Number, (nint)info, WExited);
        } while (result == -(nint)Errno.EINTR);
        const int exited = 1; // CLD_EXITED
        return result < 0 ? (Errno)(-result)
            : info[2] == exited ? info[6]
            : 128 + info[6];
    }
}
