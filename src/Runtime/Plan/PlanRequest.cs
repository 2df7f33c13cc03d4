using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Plan;

/// <summary>Everything a plan is made from.</summary>
public sealed record PlanRequest(Config Config, string BundleDirectory, string Id, HostFacts Facts)
{
    public bool NoPivot { get; init; }
    public bool NoNewKeyring { get; init; }

    /// <summary>Whoever copies the container's output writes to a terminal that adds the returns itself.</summary>
    public bool PlainNewlines { get; init; }

    /// <summary>The first of the descriptors that the program gets, announced to it.</summary>
    public ListenFds ListenFds { get; init; }

    /// <summary>How many descriptors from 3 on the program gets.</summary>
    public int PreserveFds { get; init; }

    /// <summary>The child waits for `start` before execve.</summary>
    public bool WaitForStart { get; init; }
}
