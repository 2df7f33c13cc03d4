using ContainerRt.Cli.Arguments;
using ContainerRt.Engine;
using ContainerRt.Engine.Bundles;
using ContainerRt.Engine.Containers;
using ContainerRt.Engine.Supervision;

namespace ContainerRt.Cli.User;

/// <summary>`crt kill`</summary>
internal static class KillVerb
{
    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "kill",
                "CONTAINER...",
                "Send a signal to containers.",
                [Option.Value("signal", "SIGNAL", "name or number (KILL)", 's')]
            )
            {
                Least = 1,
            },
            Run
        );

    private static int Run(ParsedArguments arguments, ContainerStore store)
    {
        int signal = SignalName.Parse(arguments.Value("signal") ?? "KILL");
        return EachContainer.Do(
            arguments.Positionals,
            store,
            record =>
            {
                if (!new Lifecycle(store).Kill(record, signal))
                {
                    throw new EngineException($"container {record.Name} is not running", 1);
                }
            }
        );
    }
}
