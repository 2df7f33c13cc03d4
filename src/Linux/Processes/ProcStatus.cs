using System;
using System.Globalization;
using System.Text;
using ContainerRt.Linux.Files;

namespace ContainerRt.Linux.Processes;

/// <summary>What /proc/PID/stat says of a process, proc(5).</summary>
/// <param name="State">One letter: R, S, D, Z, X ...</param>
/// <param name="StartTime">Clock ticks after boot: with the pid it names a process for good.</param>
public sealed record ProcStatus(char State, ulong StartTime)
{
    private const int StartTimeField = 20 - 1; // counted from the state, which follows the name

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
            ulong.Parse(fields[StartTimeField], CultureInfo.InvariantCulture)
        );
    }
}
