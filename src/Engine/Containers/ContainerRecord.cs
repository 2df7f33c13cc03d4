using System;
using System.Collections.Generic;

namespace ContainerRt.Engine.Containers;

/// <summary>record.json: what was asked for when the container was made.</summary>
public sealed record ContainerRecord
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public string Image { get; init; } = "";
    public string ImageId { get; init; } = "";
    public DateTime Created { get; init; }
    public List<string> Command { get; init; } = [];
    public bool Terminal { get; init; }
    public bool Interactive { get; init; }
    public bool Detached { get; init; }
    public bool AutoRemove { get; init; }
    public int StopSignal { get; init; }
    public string? Runtime { get; init; }
    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>Topmost first.</summary>
    public List<string> Layers { get; init; } = [];
}
