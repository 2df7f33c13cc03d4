using System;

namespace ContainerRt.Linux;

/// <summary>The kernel refused something. The message says what was attempted and why it failed.</summary>
public sealed class KernelException(string attempt, Errno errno)
    : Exception($"{attempt}: {ErrnoText.Of(errno)}")
{
    public Errno Errno { get; } = errno;

    /// <summary>What was attempted, without the reason.</summary>
    public string Attempt { get; } = attempt;
}
