using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Cli.User;

/// <summary>
/// The bytes of a container's log from its oldest file on, in their order and none twice, while the supervisor writes and
/// rotates. What is open cannot be rotated away, so a file is opened as soon as it is seen and not when it is its turn.
/// </summary>
internal sealed class LogFiles : IDisposable
{
    // between two renames of a rotation the newest file has no name for a moment
    private const int Attempts = 1000;

    private readonly string _path;
    private readonly byte[] _buffer = new byte[256 << 10];
    private readonly Queue<Fd> _next;
    private Fd _file;
    private FileStatus _newest;

    /// <param name="path">Of the newest file; the older ones are beside it.</param>
    public LogFiles(string path)
    {
        _path = path;
        List<(Fd File, FileStatus Status)> all =
            All() ?? throw new KernelException($"open the log {path}", Errno.ENOENT);
        _newest = all[^1].Status;
        Size = all.Sum(file => file.Status.Size);
        _next = new Queue<Fd>(all.Select(file => file.File));
        _file = _next.Dequeue();
    }

    /// <summary>What all files together held when they were opened.</summary>
    public long Size { get; }

    /// <summary>How much of them was read, and of what came later.</summary>
    public long Taken { get; private set; }

    /// <summary>So many rotations have passed between two looks that a file may have been missed; told once.</summary>
    public bool HasLost
    {
        get
        {
            bool lost = field;
            field = false;
            return lost;
        }
        private set;
    }

    /// <summary>What comes next; nothing when there is no more for now. Between two files there is a newline.</summary>
    public ReadOnlySpan<byte> Read()
    {
        // before the read: to a file that was rotated until now nothing is added any more
        TakeRotated();
        int read = (int)FdIo.Read(_file, _buffer).OrThrow($"read the log {_path}");
        if (read == 0 && _next.TryDequeue(out Fd? next))
        {
            _file.Dispose();
            _file = next;
            // a record ends with its file, also one that was cut off
            return "\n"u8;
        }
        Taken += read;
        return _buffer.AsSpan(0, read);
    }

    private void TakeRotated()
    {
        if (IsAt(_path, _newest) || All() is not { } all)
        {
            return;
        }
        FileStatus known = _newest;
        int place = all.FindIndex(file => file.Status.IsSameFile(known));
        HasLost |= place < 0;
        foreach ((int i, (Fd file, _)) in all.Index())
        {
            if (i > place)
            {
                _next.Enqueue(file);
            }
            else
            {
                file.Dispose();
            }
        }
        _newest = all[^1].Status;
    }

    /// <summary>All files, oldest first; null when the log is not there (any more).</summary>
    // A rotation renames .1 to .2, then the newest to .1, then makes a new one: when the newest is the same before and after
    // the others were opened, none of them is missing, though one may have been met under both names.
    private List<(Fd File, FileStatus Status)>? All()
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (Open(_path) is { } newest)
            {
                List<(Fd File, FileStatus Status)> all = [newest];
                AddOlder(all, _path + ".1");
                AddOlder(all, _path + ".2");
                if (IsAt(_path, newest.Status))
                {
                    return all;
                }
                all.ForEach(file => file.File.Dispose());
            }
            else if (Open(_path + ".1") is { } older)
            {
                older.File.Dispose();
                Thread.Sleep(1);
            }
            else
            {
                return null;
            }
        }
        return null;
    }

    private static void AddOlder(List<(Fd File, FileStatus Status)> all, string path)
    {
        if (Open(path) is not { } older)
        {
            return;
        }
        if (all.Exists(file => file.Status.IsSameFile(older.Status)))
        {
            older.File.Dispose();
            return;
        }
        all.Insert(0, older);
    }

    private static (Fd File, FileStatus Status)? Open(string path)
    {
        SysResult<Fd> opened = FdIo.OpenTrusted(path, 0);
        return opened.Errno == Errno.ENOENT
            ? null
            : (
                opened.OrThrow($"open the log {path}"),
                StatusOf.Open(opened.Value).OrThrow($"stat {path}")
            );
    }

    private static bool IsAt(string path, in FileStatus status)
    {
        if (Open(path) is not { } there)
        {
            return false;
        }
        there.File.Dispose();
        return there.Status.IsSameFile(status);
    }

    public void Dispose()
    {
        _file.Dispose();
        foreach (Fd file in _next)
        {
            file.Dispose();
        }
    }
}
