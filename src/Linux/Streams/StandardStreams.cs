using System;
using System.Text;
using ContainerRt.Linux.Epoll;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Terminals;

namespace ContainerRt.Linux.Streams;

/// <summary>
/// Descriptors 0 to 2 without System.Console, which starts a signal thread, and so would forbid the clone, and which takes a
/// reader that has left for one that has read all.
/// </summary>
public static class StandardStreams
{
    public static Fd Stdin { get; } = Fd.Borrow(0);

    public static Fd Stdout { get; } = Fd.Borrow(1);

    public static Fd Stderr { get; } = Fd.Borrow(2);

    /// <exception cref="OutputException">It did not arrive.</exception>
    public static void Output(string text) => Write(Stdout, Encoding.UTF8.GetBytes(text));

    /// <summary>What is said about the work, not its result: whether it arrives changes nothing.</summary>
    public static void Error(string text) =>
        _ = FdIo.WriteAll(Stderr, Encoding.UTF8.GetBytes(text));

    /// <summary>One line on stderr: a message may hold words of an image, a bundle or a container.</summary>
    public static void Note(string message) => Error(SafeText.Of(message) + "\n");

    /// <summary>What was asked for, on either stream.</summary>
    /// <exception cref="OutputException">It did not arrive.</exception>
    public static void Write(Fd stream, ReadOnlySpan<byte> bytes)
    {
        SysResult written = FdIo.WriteAll(stream, bytes);
        if (written.Failed)
        {
            throw new OutputException(stream.Number, written.Errno);
        }
    }

    /// <summary>For a command that may have nothing to write for a long time.</summary>
    /// <exception cref="OutputException">Standard output is a pipe that nobody reads any more.</exception>
    public static void RequireReader()
    {
        PollSet polls = new();
        int index = polls.Add(Stdout, 0);
        _ = polls.Wait(0);
        if ((polls.Ready(index) & Poll.POLLERR) != 0)
        {
            throw new OutputException(Stdout.Number, Errno.EPIPE);
        }
    }
}
