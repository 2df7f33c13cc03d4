using ContainerRt.Cli.Arguments;
using ContainerRt.Engine;
using ContainerRt.Engine.Containers;
using ContainerRt.Engine.Supervision;
using ContainerRt.Linux;
using ContainerRt.Ttrpc;

namespace ContainerRt.Cli.User;

/// <summary>`crt attach`</summary>
internal static class AttachVerb
{
    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "attach",
                "CONTAINER",
                "Join a running container; ctrl-p ctrl-q leaves it.",
                [Option.Flag("no-stdin", "only look"), SignalPolicy.SigProxy]
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
        if (!store.StatusOf(record).Running)
        {
            throw new EngineException($"container {record.Name} is not running", 1);
        }
        ShimLauncher shims = new Lifecycle(store).Shims;
        using Fd socket = shims.ConnectAttach(record);
        using AttachSession session = new(
            socket,
            record.Terminal,
            record.Interactive && !arguments.Flag("no-stdin")
        );
        session.Greet("");
        using TtrpcClient client = shims.Connect(record);
        if (SignalPolicy.PassesOn(arguments))
        {
            session.PassSignals(client, new TaskFields { Id = record.Id });
        }
        return session.Stay().Code;
    }
}
