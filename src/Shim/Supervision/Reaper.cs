using System;
using System.Collections.Generic;
using ContainerRt.Linux.Processes;

namespace ContainerRt.Shim.Supervision;

/// <summary>
/// Collects every child that ends. A container's process is known only when the runtime that made it
/// has ended; if it ends first, its status is kept until somebody asks for it.
/// </summary>
internal sealed class Reaper
{
    // exits of strangers: processes that the container left behind
    private const int MostUnclaimed = 256;

    private readonly Dictionary<int, Action<int>> _watched = [];
    private readonly Dictionary<int, int> _unclaimed = [];

    public void Watch(int pid, Action<int> ended)
    {
        if (_unclaimed.Remove(pid, out int status))
        {
            ended(status);
        }
        else
        {
            _watched[pid] = ended;
        }
    }

    public void ReapAll()
    {
        List<(Action<int> Ended, int Status)> calls = [];
        while (Children.Reap() is (> 0, _) and var (pid, status))
        {
            if (_watched.Remove(pid, out Action<int>? ended))
            {
                calls.Add((ended, status));
            }
            else if (_unclaimed.Count < MostUnclaimed)
            {
                _unclaimed[pid] = status;
            }
        }
        foreach ((Action<int> ended, int status) in calls)
        {
            ended(status);
        }
    }

    /// <summary>No runtime is at work, so no unclaimed exit can be one of ours.</summary>
    public void ForgetStrangers() => _unclaimed.Clear();
}
