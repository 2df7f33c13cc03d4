using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine.Containers;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Cli.User;

/// <summary>`crt logs`: what the container wrote, each stream to ours.</summary>
internal static class LogsVerb
{
    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "logs",
                "CONTAINER",
                "Show what a container wrote.",
                [
                    Option.Flag("follow", "go on until it ends", 'f'),
                    Option.Value("tail", "LINES", "only the last lines", 'n'),
                    Option.Flag("timestamps", "each line with its time", 't'),
                ]
            )
            {
                Least = 1,
                Most = 1,
                NotYet = ["since", "until", "details"],
            },
            Run
        );

    private static int Run(ParsedArguments arguments, ContainerStore store)
    {
        ContainerRecord record = store.Need(arguments.Positionals[0]);
        string path = Path.Combine(store.Paths.Of(record.Id), "container.log");
        int tail = arguments.Value("tail") is { } text and not "all"
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int lines)
                ? lines
                : throw new UsageException($"--tail \"{text}\": want a number or all")
            : int.MaxValue;
        bool stamps = arguments.Flag("timestamps");
        List<string> older =
        [
            .. new[] { path + ".2", path + ".1" }
                .Where(File.Exists)
                .SelectMany(name => File.ReadLines(name, Encoding.Latin1)),
        ];
        using LogFollower log = new(store, record, path);
        // asked before reading: what was written until then is all there
        bool running = arguments.Flag("follow") && store.Supervised(record);
        List<string> all = [.. older, .. log.ReadNew()];
        foreach (string line in all.Skip(Math.Max(0, all.Count - tail)))
        {
            Show(line, stamps);
        }
        if (running)
        {
            log.Follow(line => Show(line, stamps));
        }
        return 0;
    }

    private static void Show(string line, bool stamps)
    {
        string[] parts = line.Split(' ', 4);
        if (parts.Length == 4)
        {
            string text = (stamps ? parts[0] + " " : "") + parts[3] + (parts[2] == "F" ? "\n" : "");
            StandardStreams.Write(
                parts[1] == "stderr" ? Output.Stderr : Output.Stdout,
                Encoding.Latin1.GetBytes(text)
            );
        }
    }
}
