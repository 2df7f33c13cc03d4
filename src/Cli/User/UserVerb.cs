using System;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine.Containers;

namespace ContainerRt.Cli.User;

/// <summary>One verb: its table and what it does.</summary>
internal sealed record UserVerb(VerbSyntax Syntax, Func<ParsedArguments, ContainerStore, int> Run)
{
    /// <summary>Every verb has it: where the state is.</summary>
    public static Option StateRoot { get; } =
        Option.Value(
            "state-root",
            "DIR",
            "directory of all state (or CRT_STATE_ROOT; /var/lib/crt)"
        );
}
