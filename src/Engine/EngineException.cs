using System;

namespace ContainerRt.Engine;

/// <summary>What the user wanted cannot be done; the message says why.</summary>
public sealed class EngineException(string message, int exitCode = 125) : Exception(message)
{
    /// <summary>docker's: 125 the engine, 126 cannot be run, 127 not found.</summary>
    public int ExitCode { get; } = exitCode;
}
