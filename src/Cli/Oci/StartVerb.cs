using ContainerRt.Cli.Arguments;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Lifecycle;

namespace ContainerRt.Cli.Oci;

internal static class StartVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax("start", "ID", "run the program of a created container", [])
            {
                Least = 1,
                Most = 1,
            },
            Run
        );

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        Start.Run(context.Store, ContainerId.Parse(arguments.Positionals[0]));
        return 0;
    }
}
