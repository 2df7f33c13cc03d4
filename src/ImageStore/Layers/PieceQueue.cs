using System.Collections.Generic;
using System.Threading;

namespace ContainerRt.ImageStore.Layers;

/// <summary>
/// Pieces on their way from one thread to the next, at most so many. A BlockingCollection spins before it sleeps:
/// 18,000 sched_yield for one layer of 170 MB, taken from the threads that it waits for.
/// </summary>
internal sealed class PieceQueue(int capacity)
{
    private readonly object _changed = new();
    private readonly Queue<(byte[] Data, int Length)> _pieces = new(capacity);
    private bool _ended;
    private bool _stopped;

    /// <summary>False when nobody takes pieces any more.</summary>
    public bool Add(byte[] data, int length)
    {
        lock (_changed)
        {
            while (_pieces.Count == capacity && !_stopped)
            {
                Monitor.Wait(_changed);
            }
            if (_stopped)
            {
                return false;
            }
            _pieces.Enqueue((data, length));
            if (_pieces.Count == 1)
            {
                Monitor.Pulse(_changed);
            }
            return true;
        }
    }

    /// <summary>Null at the end, and when the queue was stopped.</summary>
    public (byte[] Data, int Length)? Take()
    {
        lock (_changed)
        {
            while (_pieces.Count == 0 && !_ended && !_stopped)
            {
                Monitor.Wait(_changed);
            }
            if (_stopped || _pieces.Count == 0)
            {
                return null;
            }
            if (_pieces.Count == capacity)
            {
                Monitor.Pulse(_changed);
            }
            return _pieces.Dequeue();
        }
    }

    /// <summary>No piece follows: the taker gets those that are left, and then the end.</summary>
    public void End()
    {
        lock (_changed)
        {
            _ended = true;
            Monitor.PulseAll(_changed);
        }
    }

    /// <summary>Wakes both sides for good.</summary>
    public void Stop()
    {
        lock (_changed)
        {
            _stopped = true;
            Monitor.PulseAll(_changed);
        }
    }
}
