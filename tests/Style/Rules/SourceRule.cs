using System;
using System.Collections.Generic;

namespace ContainerRt.Style.Rules;

/// <summary>
/// A rule for sources. It carries a file that breaks it, so that no rule can pass by not looking, and one
/// that comes close without breaking it.
/// </summary>
/// <param name="Name">The rule as a sentence.</param>
/// <param name="Broken">A line for each place of the file that breaks it.</param>
internal sealed record SourceRule(
    string Name,
    Func<SourceFile, IEnumerable<string>> Broken,
    SourceFile Breaking,
    SourceFile Keeping
)
{
    public override string ToString() => Name;
}
