using System;
using System.IO;
using ContainerRt.Engine.Containers;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Cli.User;

/// <summary>Waits for what is written to the log of a container until its supervisor has gone.</summary>
internal sealed class LogFollower(ContainerStore store, ContainerRecord record, string path)
    : IDisposable
{
    private const int Shortest = 20;
    private const int Longest = 1000;

    // without inotify (its limits are used up) the log is looked at this often
    private const int Polling = 100;

    private readonly DirectoryWatch? _watch = DirectoryWatch.Open(Path.GetDirectoryName(path)!);

    /// <param name="drain">Shows all that is there.</param>
    public void Follow(Action drain)
    {
        int pause = Shortest;
        bool running = true;
        while (running)
        {
            // our own look at the lock is an event too
            uint seen = _watch?.Wait(pause, "shim.lock"u8) ?? 0;
            if (_watch is null)
            {
                System.Threading.Thread.Sleep(Polling);
            }
            if ((seen & ~Inotify.IN_MODIFY) != 0)
            {
                // a new status, a closed log: the end is near, and no event tells when the lock is let go
                pause = Shortest;
            }
            else
            {
                pause = Math.Min(2 * pause, Longest);
            }
            StandardStreams.RequireReader();
            // asked before reading: what was written until then is all there
            running = seen == Inotify.IN_MODIFY || store.Supervised(record);
            drain();
        }
    }

    public void Dispose() => _watch?.Dispose();
}
