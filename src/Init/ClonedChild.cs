using ContainerRt.Linux;

namespace ContainerRt.Init;

/// <summary>A child just made: its number and a handle that cannot be mistaken for another process.</summary>
public sealed record ClonedChild(int Pid, Fd PidFd);
