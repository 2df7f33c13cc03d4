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

    public static void Note(string text) => StandardStreams.Error(text + "\n");
}
