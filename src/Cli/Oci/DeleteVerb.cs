using ContainerRt.Cli.Arguments;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Lifecycle;

namespace ContainerRt.Cli.Oci;

internal static class DeleteVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax(
                "delete",
                "ID",
                "remove a stopped container",
                [Option.Flag("force", "kill it first; a missing one is no error", 'f')]
            )
            {
                Least = 1,
                Most = 1,
            },
            Run
        );

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        Delete.Run(
            context.Store,
            ContainerId.Parse(arguments.Positionals[0]),
            arguments.Flag("force")
        );
        return 0;
    }
}
