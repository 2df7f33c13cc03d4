using System;

namespace ContainerRt.Engine.Containers;

/// <summary>status.json, which the shim writes.</summary>
public sealed record ContainerStatus
{
    // the generated reader sets what is missing to null, whatever stands behind the equals sign
    public string Status
    {
        get;
        init => field = value ?? "created";
    } = "created";
    public int Pid { get; init; }
    public int ExitCode { get; init; }
    public DateTime? StartedAt { get; init; }
    public DateTime? ExitedAt { get; init; }

    public bool Running => Status == "running";
}
