using System.Collections.Generic;

namespace ContainerRt.Style.CallGraph;

internal sealed class Function
{
    public HashSet<string> Calls { get; } = [];

    /// <summary>Instructions whose target the file does not tell.</summary>
    public List<string> Indirect { get; } = [];
}
