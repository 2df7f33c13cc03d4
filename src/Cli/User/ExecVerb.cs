using ContainerRt.Cli.Arguments;
using ContainerRt.Engine;
using ContainerRt.Engine.Containers;
using ContainerRt.Engine.Supervision;
using ContainerRt.Linux;
using ContainerRt.Linux.Terminals;
using ContainerRt.Ttrpc;

namespace ContainerRt.Cli.User;

/// <summary>`crt exec`: one more process in a running container.</summary>
internal static class ExecVerb
{
    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "exec",
                "CONTAINER COMMAND...",
                "Run a command in a running container.",
                [
                    Option.Flag("detach", "do not wait for it", 'd'),
                    Option.Flag("interactive", "connect its standard input", 'i'),
                    Option.Flag("tty", "give it a terminal", 't'),
                    Option.Repeated(
                        "env",
                        "KEY=VALUE",
                        "set a variable; KEY alone takes yours",
                        'e'
                    ),
                    Option.Value("workdir", "DIR", "directory that it starts in", 'w'),
                    Option.Value("user", "USER[:GROUP]", "who runs it", 'u'),
                ]
            )
            {
                Least = 2,
                StopAtFirstPositional = true,
                NotYet = ["privileged", "env-file"],
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
        bool terminal = arguments.Flag("tty");
        bool interactive = arguments.Flag("interactive");
        bool detached = arguments.Flag("detach");
        if (terminal && interactive && !detached && !Terminal.Is(Output.Stdin))
        {
            const string why =
                "the input device is not a TTY: leave -t out, or run from a terminal";
            throw new EngineException(why, 1);
        }
        ShimLauncher shims = new Lifecycle(store).Shims;
        using TtrpcClient client = shims.Connect(record);
        TaskFields fields = new()
        {
            Id = record.Id,
            ExecId = ContainerMaker.NewId()[..16],
            Terminal = terminal,
            Stdin = interactive && !detached ? StdioNames.AttachOnce : "",
            Stdout = StdioNames.Attach,
            Process = ExecProcess.Make(
                arguments,
                store.Paths.Of(record.Id),
                () => RunningRoot.Open(client, record)
            ),
        };
        _ = client.Call("Exec", fields);
        if (detached)
        {
            _ = client.Call("Start", fields);
            return 0;
        }
        return Attached(shims.ConnectAttach(record), client, fields);
    }

    private static int Attached(Fd connection, TtrpcClient client, TaskFields fields)
    {
        using Fd socket = connection;
        using AttachSession session = new(socket, fields.Terminal, fields.Stdin.Length > 0);
        session.Greet(fields.ExecId);
        _ = client.Call("Start", fields);
        return session.Stay().Code;
    }
}
