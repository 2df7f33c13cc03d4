using System;
using ContainerRt.Cli.Arguments;

namespace ContainerRt.Cli.Oci;

/// <summary>One verb: its table of options, and what it does.</summary>
/// <param name="FailureStatus">runc gives 255 for exec and 1 for all others.</param>
internal sealed record OciVerb(
    VerbSyntax Syntax,
    Func<OciContext, ParsedArguments, int> Run,
    int FailureStatus = 1
)
{
    /// <summary>The verb clones: it has to run from a sealed image of the program.</summary>
    internal bool Clones { get; init; }
}
