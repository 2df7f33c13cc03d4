using System;

namespace ContainerRt.Shim.Supervision;

/// <summary>What the engine says when it starts a supervisor.</summary>
internal sealed record ShimOptions
{
    public string Id { get; init; } = "";

    /// <summary>The OCI runtime program and its state directory.</summary>
    public string Runtime { get; init; } = "";
    public string RuntimeRoot { get; init; } = "";

    /// <summary>Where status, shim.log and the runtime's log are written.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Where the sockets are.</summary>
    public string Sockets { get; init; } = "";

    /// <summary>The program that is asked to remove the container when it has ended, for --rm.</summary>
    public string RemoveWith { get; init; } = "";

    public string StateRoot { get; init; } = "";

    public static ShimOptions Parse(ReadOnlySpan<string> arguments)
    {
        ShimOptions options = new();
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--id" => options with { Id = value },
                "--runtime" => options with { Runtime = value },
                "--runtime-root" => options with { RuntimeRoot = value },
                "--directory" => options with { Directory = value },
                "--sockets" => options with { Sockets = value },
                "--remove-with" => options with { RemoveWith = value },
                "--state-root" => options with { StateRoot = value },
                _ => throw new ShimUsageException($"unknown option \"{arguments[i]}\""),
            };
        }
        return options;
    }
}
