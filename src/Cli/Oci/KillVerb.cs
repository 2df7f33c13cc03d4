using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Processes;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Lifecycle;

namespace ContainerRt.Cli.Oci;

internal static class KillVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax(
                "kill",
                "ID [SIGNAL]",
                "send a signal, default TERM",
                [Option.Flag("all", "to every process of the container", 'a')]
            )
            {
                Least = 1,
                Most = 2,
            },
            Run
        );

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        string name = arguments.Positionals.Count > 1 ? arguments.Positionals[1] : "TERM";
        int signal = SignalNumber.Parse(name);
        if (signal < 0)
        {
            throw new UsageException($"unknown signal \"{name}\"");
        }
        Kill.Run(
            context.Store,
            ContainerId.Parse(arguments.Positionals[0]),
            signal,
            arguments.Flag("all")
        );
        return 0;
    }
}
