using System;
using System.Collections.Generic;

namespace ContainerRt.Engine.Containers;

/// <summary>record.json: what was asked for when the container was made.</summary>
public sealed record ContainerRecord
{
    // the generated reader sets what is missing to null, whatever stands behind the equals sign
    public string Id
    {
        get;
        init => field = value ?? "";
    } = "";
    public string Name
    {
        get;
        init => field = value ?? "";
    } = "";
    public string Image
    {
        get;
        init => field = value ?? "";
    } = "";
    public string ImageId
    {
        get;
        init => field = value ?? "";
    } = "";
    public DateTime Created { get; init; }
    public List<string> Command
    {
        get;
        init => field = value ?? [];
    } = [];
    public bool Terminal { get; init; }
    public bool Interactive { get; init; }
    public bool Detached { get; init; }
    public bool AutoRemove { get; init; }
    public int StopSignal { get; init; }
    public string? Runtime { get; init; }
    public Dictionary<string, string> Labels
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Topmost first.</summary>
    public List<string> Layers
    {
        get;
        init => field = value ?? [];
    } = [];
}
