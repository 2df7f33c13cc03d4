using System.Collections.Generic;

namespace ContainerRt.Engine.Bundles;

/// <summary>What the user said beside the image.</summary>
public sealed record RunWishes
{
    public IReadOnlyList<string> Command { get; init; } = [];
    public IReadOnlyList<string>? Entrypoint { get; init; }
    public IReadOnlyList<string> Environment { get; init; } = [];
    public string? WorkingDirectory { get; init; }
    public string? User { get; init; }
    public string? Hostname { get; init; }
    public string Network { get; init; } = "none";
    public IReadOnlyList<string> Volumes { get; init; } = [];
    public IReadOnlyList<string> CapabilitiesAdded { get; init; } = [];
    public IReadOnlyList<string> CapabilitiesDropped { get; init; } = [];

    /// <summary>What the image's VOLUMEs have become. The user's own volumes are mounted after them.</summary>
    public IReadOnlyList<Spec.Runtime.Mount> ImageVolumes { get; init; } = [];
    public bool ReadOnly { get; init; }
    public bool Privileged { get; init; }
    public bool Terminal { get; init; }
}
