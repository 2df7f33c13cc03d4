using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Streams;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Json;
using ContainerRt.Runtime.Lifecycle;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Cli.Oci;

internal static class StateVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax("state", "ID", "print the state of a container as JSON", [])
            {
                Least = 1,
                Most = 1,
            },
            Run
        );

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        ContainerId id = ContainerId.Parse(arguments.Positionals[0]);
        State state = QueryState.Of(context.Store, context.Store.Load(id));
        StandardStreams.Output(StateText.Of(state) + "\n");
        return 0;
    }
}
