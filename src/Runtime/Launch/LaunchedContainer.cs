using System;
using ContainerRt.Linux;
using ContainerRt.Linux.Native;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Runtime.Launch;

/// <summary>A container whose child is ready, or runs already.</summary>
public sealed record LaunchedContainer(int Pid, Fd PidFd, Fd Reports) : IDisposable
{
    /// <summary>As it is in the store; null for a process that joined a container.</summary>
    public ContainerRecord? Record { get; init; }

    /// <summary>Ends and forgets it: whoever is told of a failure must not have the process run on.</summary>
    public void Kill()
    {
        _ = Linux.Processes.PidFd.Signal(PidFd, SignalConstants.SIGKILL);
        _ = Linux.Processes.PidFd.Reap(PidFd);
        Dispose();
    }

    public void Dispose()
    {
        PidFd.Dispose();
        Reports.Dispose();
    }
}
