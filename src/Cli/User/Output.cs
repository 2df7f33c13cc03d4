using ContainerRt.Linux;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Cli.User;

/// <summary>Data goes to descriptor 1, everything else to 2.</summary>
internal static class Output
{
    public static Fd Stdin => StandardStreams.Stdin;

    public static Fd Stdout => StandardStreams.Stdout;

    public static Fd Stderr => StandardStreams.Stderr;

    /// <exception cref="OutputException">It did not arrive.</exception>
    public static void Line(string text) => StandardStreams.Output(text + "\n");

    /// <summary>One line: a message may hold words of an image or of a container.</summary>
    public static void Note(string message) => StandardStreams.Note(message);
}
