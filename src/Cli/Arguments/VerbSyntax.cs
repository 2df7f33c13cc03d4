using System.Collections.Generic;

namespace ContainerRt.Cli.Arguments;

/// <summary>What may stand after a verb.</summary>
/// <param name="Positionals">The positional arguments as the help shows them.</param>
internal sealed record VerbSyntax(
    string Verb,
    string Positionals,
    string Summary,
    IReadOnlyList<Option> Options
)
{
    public int Least { get; init; }

    public int Most { get; init; } = int.MaxValue;

    /// <summary>All that follows the first positional is positional: a command with its own options.</summary>
    public bool StopAtFirstPositional { get; init; }

    /// <summary>Options of other programs that crt does not have yet; naming one is an error that says so.</summary>
    public IReadOnlyList<string> NotYet { get; init; } = [];
}
