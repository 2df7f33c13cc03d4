using ContainerRt.Cli.Arguments;
using ContainerRt.Engine;
using ContainerRt.Engine.Containers;
using ContainerRt.Engine.Supervision;

namespace ContainerRt.Cli.User;

/// <summary>`crt start`</summary>
internal static class StartVerb
{
    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "start",
                "CONTAINER",
                "Start a container again.",
                [
                    Option.Flag("attach", "stay with it", 'a'),
                    Option.Flag("interactive", "stay with it and type to it", 'i'),
                    SignalPolicy.SigProxy,
                ]
            )
            {
                Least = 1,
                Most = 1,
            },
            Run
        );

    private static int Run(ParsedArguments arguments, ContainerStore store)
    {
        ContainerRecord record = store.Need(arguments.Positionals[0]);
        if (store.StatusOf(record).Running)
        {
            throw new EngineException($"container {record.Name} is running already", 1);
        }
        bool attach = arguments.Flag("attach") || arguments.Flag("interactive");
        return StartedContainer.Run(
            store,
            new Lifecycle(store),
            record,
            attach,
            SignalPolicy.PassesOn(arguments)
        );
    }
}
