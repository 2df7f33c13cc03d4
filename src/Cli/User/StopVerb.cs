using System.Globalization;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine.Containers;
using ContainerRt.Engine.Supervision;

namespace ContainerRt.Cli.User;

/// <summary>`crt stop`</summary>
internal static class StopVerb
{
    private const int DefaultSeconds = 10;

    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "stop",
                "CONTAINER...",
                "Stop containers: their stop signal, and SIGKILL when that does not help.",
                [Option.Value("time", "SECONDS", "how long to wait (10)", 't')]
            )
            {
                Least = 1,
            },
            Run
        );

    private static int Run(ParsedArguments arguments, ContainerStore store)
    {
        int seconds = arguments.Value("time") is { } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int given)
            && given <= 86_400
                ? given
                : throw new UsageException($"--time \"{text}\": want seconds, at most a day")
            : DefaultSeconds;
        return EachContainer.Do(
            arguments.Positionals,
            store,
            record => new Lifecycle(store).Stop(record, seconds)
        );
    }
}
