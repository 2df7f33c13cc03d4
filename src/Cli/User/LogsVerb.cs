using System;
using System.Globalization;
using System.IO;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine.Containers;

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
        // before the first read: what is written after it makes an event
        using LogFollower follower = new(store, record, path);
        using LogFiles files = new(path);
        LogPrinter printer = new(arguments.Flag("timestamps"));
        LogLines lines = new(Tail(arguments), printer.Show);
        // asked before reading: what was written until then is all there
        bool running = store.Supervised(record);
        // a container that writes without a pause would never let a look at its log end
        while (files.Taken < files.Size && Next(files, lines))
        {
            printer.Flush();
        }
        if (!running)
        {
            // of a record that a crash has cut off, what there is
            lines.Add("\n"u8);
        }
        lines.EndTail();
        printer.Flush();
        if (running && arguments.Flag("follow"))
        {
            follower.Follow(() => Drain(files, lines, printer));
        }
        return 0;
    }

    private static long Tail(ParsedArguments arguments) =>
        arguments.Value("tail") is not { } text || text == "all" ? long.MaxValue
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int lines) ? lines
        : throw new UsageException($"--tail \"{text}\": want a number or all");

    private static void Drain(LogFiles files, LogLines lines, LogPrinter printer)
    {
        while (Next(files, lines))
        {
            printer.Flush();
        }
    }

    private static bool Next(LogFiles files, LogLines lines)
    {
        ReadOnlySpan<byte> bytes = files.Read();
        lines.Add(bytes);
        if (files.HasLost)
        {
            Output.Note(
                "crt: warning: the log was rotated faster than it was read, and lines are missing here"
            );
        }
        return bytes.Length > 0;
    }
}
