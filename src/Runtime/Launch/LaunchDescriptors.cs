using ContainerRt.Linux;

namespace ContainerRt.Runtime.Launch;

/// <summary>What the parent has opened for the child.</summary>
public sealed record LaunchDescriptors
{
    public Fd? Cgroup { get; init; }
    public Fd? StartSocket { get; init; }
    public Fd? ConsoleSocket { get; init; }

    /// <summary>The namespace that a container's first process joins.</summary>
    public Fd? PidNamespace { get; init; }

    /// <summary>The process whose namespaces are joined, for exec.</summary>
    public Fd? InitProcess { get; init; }
}
