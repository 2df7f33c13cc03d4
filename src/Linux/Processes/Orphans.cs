using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>Processes that a subreaper has inherited.</summary>
public static unsafe class Orphans
{
    private const int P_ALL = 0;
    private const int P_PID = 1;
    private const int WNOHANG = 1;
    private const int WEXITED = 4;
    private const int WNOWAIT = 0x1000000;

    /// <summary>Takes all that have ended, up to one whose status somebody else will take.</summary>
    public static void Reap(int keep)
    {
        int* info = stackalloc int[32]; // siginfo_t: si_pid at 12
        while (true)
        {
            info[3] = 0;
            const int peek = WEXITED | WNOHANG | WNOWAIT;
            nint result = Sys.Call(NR.waitid, P_ALL, 0, (nint)info, peek);
            if (result < 0 || info[3] == 0 || info[3] == keep)
            {
                return;
            }
            _ = Sys.Call(NR.waitid, P_PID, info[3], (nint)info, WEXITED | WNOHANG);
        }
    }
}
