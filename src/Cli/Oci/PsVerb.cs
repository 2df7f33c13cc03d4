using System.Collections.Generic;
using System.Linq;
using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Streams;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Lifecycle;

namespace ContainerRt.Cli.Oci;

/// <summary>The pids as JSON, which engines read, or the lines that the host's ps has for them.</summary>
internal static class PsVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax(
                "ps",
                "ID [PS-OPTION...]",
                "show the processes of a container, as ps does",
                [Option.Value("format", "table|json", "how", 'f')]
            )
            {
                Least = 1,
                StopAtFirstPositional = true,
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
        string[] options = [.. arguments.Positionals.Skip(1)];
        StandardStreams.Output(
            format switch
            {
                "json" => $"[{string.Join(',', pids)}]\n",
                "table" => HostPs.Of(options.Length > 0 ? options : ["-ef"], pids),
                _ => throw new UsageException($"--format {format}: only table and json are known"),
            }
        );
        return 0;
    }
}
