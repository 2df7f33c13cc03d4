using System;
using ContainerRt.Linux;

namespace ContainerRt.Shim.Supervision;

/// <summary>A descriptor in the loop: what it waits for now, and what is done when that is there.</summary>
internal sealed record Source(Fd Fd, Func<short> Interest, Action<short> Ready)
{
    public int Index { get; set; } = -1;

    public bool Removed { get; set; }
}
