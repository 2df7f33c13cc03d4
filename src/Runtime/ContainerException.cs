using System;

namespace ContainerRt.Runtime;

/// <summary>A command cannot do what was asked; the message is for the user.</summary>
public sealed class ContainerException(
    ContainerErrorKind kind,
    string message,
    Exception? inner = null
) : Exception(message, inner)
{
    public ContainerErrorKind Kind { get; } = kind;
}
