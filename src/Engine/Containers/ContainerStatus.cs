using System;

namespace ContainerRt.Engine.Containers;

/// <summary>status.json, which the shim writes.</summary>
public sealed record ContainerStatus
{
    public string Status { get; init; } = "created";
    public int Pid { get; init; }
    public int ExitCode { get; init; }
    public bool OomKilled { get; init; }
    public DateTime? StartedAt { get; init; }
    public DateTime? ExitedAt { get; init; }

    public bool Running => Status == "running";
}
