using System.Runtime.InteropServices;

namespace ContainerRt.Linux.Native;

/// <summary>Raw system calls that may wait: other managed threads can collect garbage meanwhile.</summary>
public static partial class BlockingSys
{
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Gate(nint nr, nint a, nint b, nint c, nint d, nint e, nint f);

    /// <inheritdoc cref="Sys.Call"/>
    public static nint Call(
        int nr,
        nint a = 0,
        nint b = 0,
        nint c = 0,
        nint d = 0,
        nint e = 0,
        nint f = 0
    )
    {
        nint result = Gate(nr, a, b, c, d, e, f);
        return result == -1 ? -Marshal.GetLastPInvokeError() : result;
    }
}
