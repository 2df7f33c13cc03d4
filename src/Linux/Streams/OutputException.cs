using System;

namespace ContainerRt.Linux.Streams;

/// <summary>What a command has to say to its caller did not arrive.</summary>
public sealed class OutputException(int descriptor, Errno errno)
    : Exception(
        $"write to standard {(descriptor == 2 ? "error" : "output")}: {ErrnoText.Of(errno)}"
    )
{
    /// <summary>What a shell shows for a program that SIGPIPE ends; the .NET runtime ignores that signal.</summary>
    public const int ReaderLeftCode = 128 + Native.SignalConstants.SIGPIPE;

    /// <summary>As `head` does: no failure, and not worth a word.</summary>
    public bool ReaderLeft { get; } = errno == Errno.EPIPE;
}
