using System.Collections.Generic;

namespace ContainerRt.Linux.Processes;

/// <summary>What <see cref="Spawn"/> starts.</summary>
public sealed record SpawnRequest(string Path, IReadOnlyList<string> Arguments)
{
    /// <summary>`K=V` strings; nothing is inherited by itself.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The child's descriptors from 0 on; null is /dev/null. All others are closed.</summary>
    public IReadOnlyList<Fd?> Descriptors { get; init; } = [null, null, null];

    public bool NewSession { get; init; }

    public string? WorkingDirectory { get; init; }

    /// <summary>Signals that stay blocked in the child.</summary>
    public ulong SignalMask { get; init; }
}
