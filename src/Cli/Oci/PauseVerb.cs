using ContainerRt.Cli.Arguments;
using ContainerRt.Runtime;

namespace ContainerRt.Cli.Oci;

internal static class PauseVerb
{
    internal static OciVerb Pause { get; } =
        new(Syntax("pause", "stop every process of a container"), RunPause);

    internal static OciVerb Resume { get; } =
        new(Syntax("resume", "let a paused container go on"), RunResume);

    private static VerbSyntax Syntax(string name, string summary) =>
        new(name, "ID", summary, []) { Least = 1, Most = 1 };

    private static int RunPause(OciContext context, ParsedArguments arguments)
    {
        Runtime.Lifecycle.Pause.Run(context.Store, ContainerId.Parse(arguments.Positionals[0]));
        return 0;
    }

    private static int RunResume(OciContext context, ParsedArguments arguments)
    {
        Runtime.Lifecycle.Pause.Resume(context.Store, ContainerId.Parse(arguments.Positionals[0]));
        return 0;
    }
}
