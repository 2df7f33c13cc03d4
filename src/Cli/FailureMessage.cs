using System;
using System.IO;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine;
using ContainerRt.ImageStore;
using ContainerRt.Linux;
using ContainerRt.Linux.Streams;
using ContainerRt.Runtime;
using ContainerRt.Ttrpc;

namespace ContainerRt.Cli;

/// <summary>What the person who typed the command is told of an exception: always one line, never a stack trace.</summary>
internal static class FailureMessage
{
    internal static string Of(Exception e) =>
        e switch
        {
            UsageException or ContainerException or KernelException or OutputException => e.Message,
            EngineException or ImageStoreException or TtrpcException => e.Message,
            IOException or UnauthorizedAccessException => Reason.WithPath(e),
            TypeInitializationException { InnerException: { } cause } => Of(cause),
            _ => $"a fault in crt itself: {e.GetType().Name}: {e.Message}",
        };
}
