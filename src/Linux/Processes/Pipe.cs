using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>A pipe whose ends close on exec, pipe2(2).</summary>
public sealed record Pipe(Fd Reader, Fd Writer)
{
    public static unsafe SysResult<Pipe> Make()
    {
        int* ends = stackalloc int[2];
        nint result = Sys.Call(NR.pipe2, (nint)ends, FileConstants.O_CLOEXEC);
        return result < 0 ? (Errno)(-result) : new Pipe(Fd.Own(ends[0]), Fd.Own(ends[1]));
    }
}
