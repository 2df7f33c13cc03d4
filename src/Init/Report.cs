using System.Runtime.InteropServices;

namespace ContainerRt.Init;

/// <summary>What the child tells: it is ready, or which step failed in which system call.</summary>
/// <remarks>
/// <code>
///   parent                     child                         `crt start`
///     | clone3 ----------------> runs the steps
///     | &lt;------------- Ready --- or Failed(step, errno, call)
///     | writes state, exits      accept(start.sock) &lt;--------- connect, a byte
///     |                          execve ---- EOF ------------->  running
///     |                          or Failed(step, errno, call) ->  error
/// </code>
/// With `run` nobody waits in accept: Ready is followed by EOF on the same socket.
///
/// Where a pid namespace is joined there are two children. The first stays out of it, does what needs the host or
/// privileges, and makes the second, which appears there, by clone(CLONE_PARENT):
/// <code>
///   parent                     first                       second
///     | clone3 ----------------> runs the steps
///     | &lt;----- Appeared(pid) --- clone --------------------> waits
///     | reaps the first          exits
///     | go ------------------------------------------------> runs the rest
///     | &lt;------------------------------------------- Ready -- or Failed
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public struct Report
{
    public const int Ready = 1;
    public const int Failed = 2;

    /// <summary>The second child is there; its pid, as the first sees it, is in <see cref="Step"/>.</summary>
    public const int Appeared = 3;

    public int Kind;

    /// <summary>Index of the step that failed.</summary>
    public int Step;
    public int Errno;

    /// <summary>Number of the system call that failed.</summary>
    public int Call;
}
