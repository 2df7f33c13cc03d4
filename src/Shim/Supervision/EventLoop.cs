using System.Collections.Generic;
using ContainerRt.Linux.Epoll;

namespace ContainerRt.Shim.Supervision;

/// <summary>The one loop of the program: waits, then lets each ready source act.</summary>
internal sealed class EventLoop
{
    private readonly List<Source> _sources = [];
    private readonly PollSet _polls = new();

    public Source Add(Source source)
    {
        _sources.Add(source);
        return source;
    }

    public void Remove(Source? source)
    {
        if (source is { Removed: false })
        {
            source.Removed = true;
            _sources.Remove(source);
            source.Fd.Dispose();
        }
    }

    /// <summary>One turn.</summary>
    /// <param name="milliseconds">How long to wait at most; negative: until something happens.</param>
    public void Turn(int milliseconds)
    {
        _polls.Clear();
        foreach (Source source in _sources)
        {
            short interest = source.Interest();
            source.Index = interest == 0 ? -1 : _polls.Add(source.Fd, interest);
        }
        if (_polls.Wait(milliseconds) == 0)
        {
            return;
        }
        // a source may add and remove others while it acts
        foreach (Source source in _sources.ToArray())
        {
            short ready = source.Removed ? (short)0 : _polls.Ready(source.Index);
            if (ready != 0)
            {
                source.Ready(ready);
            }
        }
    }
}
