using ContainerRt.Linux;
using ContainerRt.Runtime.Plan;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>What `create` and `run` are asked for.</summary>
public sealed record CreateRequest(ContainerId Id)
{
    public string? ConsoleSocket { get; init; }

    /// <summary>The end of a socket pair, when this program itself holds the terminal.</summary>
    public Fd? Console { get; init; }
    public string? PidFile { get; init; }
    public bool NoPivot { get; init; }
    public bool NoNewKeyring { get; init; }
    public ListenFds ListenFds { get; init; }

    /// <summary>How many descriptors the program gets after those of <see cref="ListenFds"/>.</summary>
    public int PreserveFds { get; init; }
    public bool WaitForStart { get; init; }
}
