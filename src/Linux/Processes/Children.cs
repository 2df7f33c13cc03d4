using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>The end of processes, wait(2), and signals to them.</summary>
public static unsafe class Children
{
    private const int WNOHANG = 1;

    /// <summary>A child that has ended, its status as a shell shows it; pid 0 when none has.</summary>
    public static (int Pid, int Status) Reap(int pid = -1, bool wait = false)
    {
        int status;
        nint result;
        do
        {
            result = BlockingSys.Call(NR.wait4, pid, (nint)(&status), wait ? 0 : WNOHANG);
        } while (result == -(int)Errno.EINTR);
        return result <= 0 ? (0, 0) : ((int)result, ShellStatus(status));
    }

    public static SysResult Signal(int pid, int signal) => new(Sys.Call(NR.kill, pid, signal));

    /// <summary>Orphans below this process become its children, PR_SET_CHILD_SUBREAPER.</summary>
    public static SysResult BecomeSubreaper() => new(Sys.Call(NR.prctl, 36, 1));

    private static int ShellStatus(int status)
    {
        int signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }
}
