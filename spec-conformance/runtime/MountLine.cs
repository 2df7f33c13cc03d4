using System;
using System.Collections.Generic;
using System.Linq;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>What mountinfo says of one mount.</summary>
/// <param name="Options">Of the mount.</param>
/// <param name="Propagation">shared:N, master:N, unbindable.</param>
/// <param name="Super">Of the file system.</param>
public sealed record MountLine(
    IReadOnlyList<string> Options,
    IReadOnlyList<string> Propagation,
    IReadOnlyList<string> Super
)
{
    public bool Has(string option) => Options.Contains(option);

    public bool Propagates(string kind) =>
        Propagation.Any(x => x.StartsWith(kind, StringComparison.Ordinal));

    public override string ToString() =>
        $"{string.Join(',', Options)} [{string.Join(' ', Propagation)}] {string.Join(',', Super)}";
}
