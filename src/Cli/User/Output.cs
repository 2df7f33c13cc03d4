using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Streams;
using ContainerRt.Linux.Terminals;

namespace ContainerRt.Cli.User;

/// <summary>Data goes to descriptor 1, everything else to 2. No Console: it would start threads and handlers.</summary>
internal static class Output
{
    public static Fd Stdin { get; } = Fd.Borrow(0);

    public static Fd Stdout { get; } = Fd.Borrow(1);

    public static Fd Stderr { get; } = Fd.Borrow(2);

    public static void Line(string text) =>
        _ = FdIo.WriteAll(Stdout, Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>One line: a message may hold words of an image or of a container.</summary>
    public static void Note(string message) =>
        _ = FdIo.WriteAll(Stderr, Encoding.UTF8.GetBytes(SafeText.Of(message) + "\n"));
}
