using System;
using System.Globalization;
using System.Text;
using ContainerRt.Linux.Files;

namespace ContainerRt.Linux.Processes;

/// <summary>What /proc/PID/stat says of a process, proc(5).</summary>
/// <param name="State">One letter: R, S, D, Z, X ...</param>
/// <param name="HasExecuted">Not before its first execve: the kernel's own mark, PF_FORKNOEXEC.</param>
/// <param name="StartTime">Clock ticks after boot: with the pid it names a process for good.</param>
public sealed record ProcStatus(char State, bool HasExecuted, ulong StartTime)
{
    // counted from the state, which follows the name
    private const int FlagsField = 7 - 1;
    private const int StartTimeField = 20 - 1;
    private const uint PF_FORKNOEXEC = 0x40; // the F column of ps(1) shows it as 1

    public bool IsAlive => State is not ('Z' or 'X');

    /// <summary>Null when there is no such process.</summary>
    /// <exception cref="KernelException">It could not be found out: no reason to take a container for stopped.</exception>
    public static ProcStatus? Of(int pid)
    {
        byte[] stat;
        try
        {
            stat = HostFile.ReadAll(
                $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat",
                4096
            );
        }
        catch (KernelException e) when (e.Errno is Errno.ENOENT or Errno.ESRCH)
        {
            return null;
        }
        return Parse(stat);
    }

    public static ProcStatus Parse(ReadOnlySpan<byte> stat)
    {
        // the name may hold blanks and parentheses: the last one ends it
        string text = Encoding.UTF8.GetString(stat);
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcStatus(
            fields[0][0],
            (uint.Parse(fields[FlagsField], CultureInfo.InvariantCulture) & PF_FORKNOEXEC) == 0,
            ulong.Parse(fields[StartTimeField], CultureInfo.InvariantCulture)
        );
    }
}
