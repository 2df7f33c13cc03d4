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
/// With `run` nobody waits in accept: Ready is followed by EOF on the same pipe.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public struct Report
{
    public const int Ready = 1;
    public const int Failed = 2;

    public int Kind;
    public int Step;
    public int Errno;

    /// <summary>Number of the system call that failed.</summary>
    public int Call;
}
