using ContainerRt.Linux;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>What `exec` is asked for; the process is complete.</summary>
public sealed record ExecRequest(Process Process)
{
    public string? ConsoleSocket { get; init; }
    public Fd? Console { get; init; }
    public string? PidFile { get; init; }
    public int PreserveFds { get; init; }
}
