using System;
using System.Collections.Generic;

namespace ContainerRt.Integration.Programs;

public sealed record RunOptions
{
    public string Input { get; init; } = "";

    public string? Directory { get; init; }

    public TimeSpan? Limit { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>();
}
