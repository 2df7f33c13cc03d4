using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace ContainerRt.Linux.Native;

/// <summary>
/// Raw system calls. The result is the kernel's own: zero or more, or a negative error number.
/// </summary>
/// <remarks>
/// glibc's syscall(3) is used as the gate because it takes no lock and works in a cloned child. The
/// calls do not block for long, or they block a process that has no other managed thread: so the GC
/// transition is left out, and no runtime helper runs between the call and the read of errno.
/// Programs with several managed threads use <see cref="BlockingSys"/> for calls that wait.
/// </remarks>
public static unsafe partial class Sys
{
    [LibraryImport("libc", EntryPoint = "syscall")]
    [SuppressGCTransition]
    private static partial nint Gate(nint nr, nint a, nint b, nint c, nint d, nint e, nint f);

    [LibraryImport("libc", EntryPoint = "__errno_location")]
    [SuppressGCTransition]
    private static partial int* ErrnoLocation();

    /// <summary>Where errno(3) of this thread is: a raw call needs the page, and no other of the thread's data.</summary>
    public static nint ErrnoAddress => (nint)ErrnoLocation();

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
        return result == -1 ? -*ErrnoLocation() : result;
    }
}
