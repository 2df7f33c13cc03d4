using System;

namespace ContainerRt.Shim.Supervision;

/// <summary>A command line that no crt writes.</summary>
internal sealed class ShimUsageException(string message) : Exception(message);
