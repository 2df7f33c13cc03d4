using System;
using System.Diagnostics;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Epoll;

/// <summary>
/// The descriptors that a loop waits for, filled anew in each turn. A shim or a foreground command
/// has a dozen of them: at that number poll(2) costs what epoll(7) costs, and an interest that is
/// derived from the state in each turn cannot go stale.
/// </summary>
public sealed unsafe class PollSet
{
    private pollfd[] _entries = new pollfd[16];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <returns>The index by which <see cref="Ready"/> is asked.</returns>
    public int Add(Fd fd, short events)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }
        _entries[Count] = new pollfd { fd = fd.Number, events = events };
        return Count++;
    }

    public short Ready(int index) => index < 0 ? (short)0 : _entries[index].revents;

    /// <summary>Waits until something is ready or the time is over; negative means for ever.</summary>
    public int Wait(int milliseconds)
    {
        fixed (pollfd* p = _entries)
        {
            return Wait(p, Count, milliseconds);
        }
    }

    public static bool WaitFor(Fd fd, short events, int milliseconds)
    {
        pollfd entry = new() { fd = fd.Number, events = events };
        return Wait(&entry, 1, milliseconds) > 0;
    }

    private static int Wait(pollfd* entries, int count, int milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        long* time = stackalloc long[2];
        while (true)
        {
            long left =
                milliseconds < 0
                    ? 0
                    : Math.Max(
                        0,
                        milliseconds - (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds
                    );
            time[0] = left / 1000;
            time[1] = left % 1000 * 1_000_000;
            nint result = BlockingSys.Call(
                NR.ppoll,
                (nint)entries,
                count,
                milliseconds < 0 ? 0 : (nint)time
            );
            if (result != -(int)Errno.EINTR)
            {
                return (int)new SysResult(result).OrThrow("wait for descriptors");
            }
        }
    }
}
