using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Engine.Containers;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Cli.User;

/// <summary>Follows the log of a container until its supervisor has gone, also into the files that a rotation makes.</summary>
internal sealed class LogFollower : IDisposable
{
    private const int Shortest = 20;
    private const int Longest = 1000;

    // without inotify (its limits are used up) the log is looked at this often
    private const int Polling = 100;
    private readonly ContainerStore _store;
    private readonly ContainerRecord _record;
    private readonly string _path;
    private readonly DirectoryWatch? _watch;
    private Fd _file;
    private LogLines _lines;

    public LogFollower(ContainerStore store, ContainerRecord record, string path)
    {
        (_store, _record, _path) = (store, record, path);
        _file = Open(path);
        _lines = new LogLines(_file);
        // before the first read: what is written after it makes an event
        _watch = DirectoryWatch.Open(Path.GetDirectoryName(path)!);
    }

    public List<string> ReadNew() => _lines.ReadNew();

    public void Follow(Action<string> show)
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
            running = seen == Inotify.IN_MODIFY || _store.Supervised(_record);
            ReadNew().ForEach(show);
            foreach (string next in Newer())
            {
                ReadNew().ForEach(show);
                _file.Dispose();
                _file = Open(next);
                _lines = new LogLines(_file);
                ReadNew().ForEach(show);
            }
        }
    }

    // A rotation renames the file that is open here: those made since follow in their order.
    private IEnumerable<string> Newer()
    {
        FileStatus own = StatusOf.Open(_file).OrThrow($"stat the log of {_record.Name}");
        return new[] { _path, _path + ".1", _path + ".2" }
            .TakeWhile(path => !IsSame(path, own))
            .Where(File.Exists)
            .Reverse()
            .ToList();
    }

    private static bool IsSame(string path, in FileStatus own)
    {
        SysResult<Fd> opened = HostPath.Open(path, FileConstants.O_PATH);
        if (opened.Failed)
        {
            return false;
        }
        using Fd handle = opened.Value;
        return StatusOf.Open(handle) is { Failed: false } status && status.Value.IsSameFile(own);
    }

    private Fd Open(string path) =>
        FdIo.OpenTrusted(path, 0).OrThrow($"open the log of {_record.Name}");

    public void Dispose()
    {
        _watch?.Dispose();
        _file.Dispose();
    }
}
