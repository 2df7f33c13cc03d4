using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Streams;
using ContainerRt.Linux.Terminals;
using ContainerRt.Runtime.Lifecycle;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;

namespace ContainerRt.Cli.Oci;

internal static class ListVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax(
                "list",
                "",
                "list containers",
                [
                    Option.Value("format", "table|json", "how", 'f'),
                    Option.Flag("quiet", "ids only", 'q'),
                ]
            )
            {
                Most = 0,
            },
            Run
        );

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        List<State> states = context
            .Store.All(context.Log.Warning)
            .Select(record => QueryState.Of(context.Store, record))
            .ToList();
        string format = arguments.Value("format") ?? "table";
        StandardStreams.Output(
            arguments.Flag("quiet") ? string.Concat(states.Select(state => state.Id + "\n"))
            : format == "json" ? Encoding.UTF8.GetString(StateListWriter.Write(states)) + "\n"
            : format == "table" ? Table(states)
            : throw new UsageException($"--format {format}: only table and json are known")
        );
        return 0;
    }

    private static string Table(List<State> states)
    {
        List<string[]> rows =
        [
            ["ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER"],
        ];
        rows.AddRange(
            states.Select(state =>
                new[]
                {
                    state.Id,
                    state.Pid.ToString(CultureInfo.InvariantCulture),
                    state.Status,
                    SafeText.Of(state.Bundle),
                    state.Created,
                    state.Owner,
                }
            )
        );
        const int gap = 2;
        int[] widths = Enumerable
            .Range(0, rows[0].Length)
            .Select(column => rows.Max(row => row[column].Length) + gap)
            .ToArray();
        return string.Concat(
            rows.Select(row =>
                string.Concat(row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()
                + "\n"
            )
        );
    }
}
