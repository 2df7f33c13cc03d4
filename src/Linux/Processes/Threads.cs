using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>Threads of this process.</summary>
public static unsafe class Threads
{
    /// <summary>How many there are: /proc/self/task has a link for each, and two of its own.</summary>
    public static int Count()
    {
        byte[] path = Files.HostFile.Utf8("/proc/self/task");
        stat info;
        fixed (byte* name = path)
        {
            nint result = Sys.Call(
                NR.newfstatat,
                FileConstants.AT_FDCWD,
                (nint)name,
                (nint)(&info),
                0
            );
            return result < 0 ? 0 : (int)info.st_nlink - 2;
        }
    }
}
