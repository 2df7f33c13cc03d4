using System;

namespace ContainerRt.Cli.Arguments;

/// <summary>The command line is wrong; the message says where.</summary>
internal sealed class UsageException(string message) : Exception(message);
