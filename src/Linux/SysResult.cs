using System.Runtime.CompilerServices;

namespace ContainerRt.Linux;

/// <summary>What a system call returned: a number that is zero or more, or an error.</summary>
public readonly struct SysResult(nint raw)
{
    public nint Raw { get; } = raw;

    public bool Failed => Raw < 0;

    public Errno Errno => Raw < 0 ? (Errno)(-Raw) : Errno.None;

    /// <summary>The number, or a <see cref="KernelException"/> that says what was attempted.</summary>
    /// <param name="attempt">What was attempted, on what; built only when the call has failed.</param>
    public nint OrThrow([InterpolatedStringHandlerArgument("")] ref FailureText attempt) =>
        Failed ? throw new KernelException(attempt.ToString(), Errno) : Raw;

    public nint OrThrow(string attempt) => Failed ? throw new KernelException(attempt, Errno) : Raw;
}
