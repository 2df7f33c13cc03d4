using System.Linq;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine.Containers;
using ContainerRt.Engine.Supervision;

namespace ContainerRt.Cli.User;

/// <summary>`crt rm`</summary>
internal static class RmVerb
{
    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "rm",
                "CONTAINER...",
                "Remove containers.",
                [
                    Option.Flag("force", "kill it first; one that is not there is fine", 'f'),
                    Option.Flag("volumes", "accepted: anonymous volumes always go with it", 'v'),
                ]
            )
            {
                Least = 1,
                NotYet = ["link", "l"],
            },
            Run
        );

    private static int Run(ParsedArguments arguments, ContainerStore store)
    {
        bool force = arguments.Flag("force");
        Lifecycle lifecycle = new(store);
        return EachContainer.Do(
            [.. arguments.Positionals.Where(name => !force || Exists(store, name))],
            store,
            record => lifecycle.Remove(record, force)
        );
    }

    private static bool Exists(ContainerStore store, string name) =>
        store
            .List()
            .Any(record =>
                record.Name == name || record.Id.StartsWith(name, System.StringComparison.Ordinal)
            );
}
