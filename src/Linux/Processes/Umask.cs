using System;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>
/// umask(2): the caller's says how files are made that he asks for by name. What containers and images are made of is seen by
/// users inside whom he knows nothing of.
/// </summary>
public static class Umask
{
    private const int Own = 0x12; // 022
    private static int s_callers = Own;

    /// <summary>Once, before anything is made.</summary>
    public static void UseOwn() => s_callers = (int)Sys.Call(NR.umask, Own);

    /// <summary>Makes a file that the caller has named, while nobody else makes one.</summary>
    public static T AsCaller<T>(Func<T> make)
    {
        _ = Sys.Call(NR.umask, s_callers);
        try
        {
            return make();
        }
        finally
        {
            _ = Sys.Call(NR.umask, Own);
        }
    }
}
