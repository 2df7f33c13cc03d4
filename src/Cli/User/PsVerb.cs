using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine.Containers;
using ContainerRt.Linux.Terminals;

namespace ContainerRt.Cli.User;

/// <summary>`crt ps`: a table of the containers.</summary>
internal static class PsVerb
{
    private const int CommandWidth = 20;

    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "ps",
                "",
                "List the running containers.",
                [
                    Option.Flag("all", "those that have ended too", 'a'),
                    Option.Flag("quiet", "only ids", 'q'),
                    Option.Flag("no-trunc", "nothing is shortened"),
                    Option.Value(
                        "format",
                        "TEMPLATE",
                        "a line like {{.ID}} {{.Names}} {{.Image}} {{.Status}} {{.Command}} {{.CreatedAt}}, or json"
                    ),
                ]
            )
            {
                Most = 0,
                NotYet = ["filter", "f", "last", "n", "latest", "l", "size", "s"],
            },
            Run
        );

    private static int Run(ParsedArguments arguments, ContainerStore store)
    {
        bool whole = arguments.Flag("no-trunc");
        List<Dictionary<string, string>> rows =
        [
            .. store
                .List()
                .Select(record => (record, status: store.StatusOf(record)))
                .Where(c => arguments.Flag("all") || c.status.Running)
                .Select(c => Row(c.record, c.status, whole)),
        ];
        if (arguments.Flag("quiet"))
        {
            rows.ForEach(row => Output.Line(row["ID"]));
        }
        else if (arguments.Value("format") is { } format)
        {
            rows.ForEach(row => Output.Line(Template.Fill(format, row)));
        }
        else
        {
            Table(rows);
        }
        return 0;
    }

    private static Dictionary<string, string> Row(
        ContainerRecord record,
        ContainerStatus status,
        bool whole
    )
    {
        string command = string.Join(' ', record.Command);
        bool cut = !whole && command.Length > CommandWidth;
        // as docker: shortened first, so that no escape is cut in two
        string shown = SafeText.Quoted(cut ? command[..(CommandWidth - 1)] + "…" : command);
        return new Dictionary<string, string>
        {
            ["ID"] = whole ? record.Id : record.Id[..12],
            ["Image"] = SafeText.Of(record.Image),
            ["Command"] = shown,
            ["CreatedAt"] = Age.Of(record.Created) + " ago",
            ["Status"] = StatusText(status),
            ["State"] = status.Status,
            ["Ports"] = "",
            ["Names"] = record.Name,
        };
    }

    private static string StatusText(ContainerStatus status) =>
        status.Status switch
        {
            "running" => $"Up {Age.Of(status.StartedAt ?? DateTime.UtcNow)}",
            "exited" =>
                $"Exited ({status.ExitCode}) {Age.Of(status.ExitedAt ?? DateTime.UtcNow)} ago",
            "dead" => "Dead (its supervisor was killed)",
            _ => "Created",
        };

    private static void Table(List<Dictionary<string, string>> rows)
    {
        (string Title, string Field)[] columns =
        [
            ("CONTAINER ID", "ID"),
            ("IMAGE", "Image"),
            ("COMMAND", "Command"),
            ("CREATED", "CreatedAt"),
            ("STATUS", "Status"),
            ("PORTS", "Ports"),
            ("NAMES", "Names"),
        ];
        int[] widths =
        [
            .. columns.Select(c =>
                Math.Max(c.Title.Length, rows.Select(r => r[c.Field].Length).DefaultIfEmpty().Max())
            ),
        ];
        Output.Line(Line(columns.Select(c => c.Title), widths));
        rows.ForEach(row => Output.Line(Line(columns.Select(c => row[c.Field]), widths)));
    }

    private static string Line(IEnumerable<string> cells, int[] widths)
    {
        StringBuilder line = new();
        foreach ((int index, string cell) in cells.Index())
        {
            line.Append(cell.PadRight(widths[index] + 3));
        }
        return line.ToString().TrimEnd();
    }
}
