using System.Collections.Generic;
using System.Linq;
using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Streams;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Lifecycle;

namespace ContainerRt.Cli.Oci;

/// <summary>Pids only: engines read the JSON, and give the host's `ps` the pids themselves.</summary>
internal static class PsVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax(
                "ps",
                "ID",
                "print the pids of a container",
                [Option.Value("format", "table|json", "how", 'f')]
            )
            {
                Least = 1,
                Most = 1,
            },
            Run
        );

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        IReadOnlyList<int> pids = ListProcesses.Of(
            context.Store,
            ContainerId.Parse(arguments.Positionals[0])
        );
        string format = arguments.Value("format") ?? "table";
        StandardStreams.Output(
            format switch
            {
                "json" => $"[{string.Join(',', pids)}]\n",
                "table" => "PID\n" + string.Concat(pids.Select(pid => $"{pid}\n")),
                _ => throw new UsageException($"--format {format}: only table and json are known"),
            }
        );
        return 0;
    }
}
