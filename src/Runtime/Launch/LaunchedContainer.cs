using System;
using ContainerRt.Linux;

namespace ContainerRt.Runtime.Launch;

/// <summary>A container whose child is ready, or runs already.</summary>
public sealed record LaunchedContainer(int Pid, Fd PidFd, Fd Reports) : IDisposable
{
    public void Dispose()
    {
        PidFd.Dispose();
        Reports.Dispose();
    }
}
