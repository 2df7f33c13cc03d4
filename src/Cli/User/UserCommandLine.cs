namespace ContainerRt.Cli.User;

internal static class UserCommandLine
{
    internal static int Run(System.ReadOnlySpan<string> arguments) => 125;
}
