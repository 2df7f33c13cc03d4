using System;

namespace ContainerRt.Ttrpc;

/// <summary>The peer broke the protocol, or answered with an error.</summary>
public sealed class TtrpcException(StatusCode code, string message) : Exception(message)
{
    public StatusCode Code { get; } = code;
}
