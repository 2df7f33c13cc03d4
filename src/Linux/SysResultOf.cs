using System.Runtime.CompilerServices;

namespace ContainerRt.Linux;

/// <summary>A value that a system call made, or an error.</summary>
#pragma warning disable MA0048 // a generic twin of SysResult
public readonly struct SysResult<T>
{
    private readonly T? _value;

    private SysResult(T? value, Errno errno)
    {
        _value = value;
        Errno = errno;
    }

    public Errno Errno { get; }

    public bool Failed => Errno != Errno.None;

    /// <summary>The value of a call that succeeded.</summary>
    public T Value => Failed ? throw new KernelException("use of a failed result", Errno) : _value!;

    public static implicit operator SysResult<T>(T value) => new(value, Errno.None);

    public static implicit operator SysResult<T>(Errno errno) => new(default, errno);

    /// <inheritdoc cref="SysResult.OrThrow(ref FailureText)"/>
    public T OrThrow([InterpolatedStringHandlerArgument("")] ref FailureTextOf<T> attempt) =>
        Failed ? throw new KernelException(attempt.ToString(), Errno) : _value!;

    public T OrThrow(string attempt) =>
        Failed ? throw new KernelException(attempt, Errno) : _value!;
}
#pragma warning restore MA0048
