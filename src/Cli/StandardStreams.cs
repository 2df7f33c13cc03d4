using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Terminals;

namespace ContainerRt.Cli;

/// <summary>
/// Descriptors 1 and 2 without System.Console, which starts a signal thread and so would forbid the
/// clone.
/// </summary>
internal static class StandardStreams
{
    internal static void Output(string text) => Write(1, text);

    /// <summary>One line: a message may hold words of a bundle.</summary>
    internal static void Error(string message) => Write(2, SafeText.Of(message) + "\n");

    private static void Write(int number, string text)
    {
        using Fd stream = Fd.Borrow(number);
        _ = HostFile.Write(stream, Encoding.UTF8.GetBytes(text));
    }
}
