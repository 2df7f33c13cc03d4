using System;
using System.Buffers.Binary;
using ContainerRt.Linux.Epoll;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;
using static ContainerRt.Linux.Native.Inotify;

namespace ContainerRt.Linux.Files;

/// <summary>Waits for changes of the files in a directory, inotify(7).</summary>
public sealed unsafe class DirectoryWatch : IDisposable
{
    // struct inotify_event: wd, mask, cookie, len; the name follows
    private const int HeadBytes = 16;
    private const uint Wanted =
        IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF;
    private readonly Fd _fd;
    private readonly byte[] _buffer = new byte[4096];

    private DirectoryWatch(Fd fd) => _fd = fd;

    /// <summary>Fails when the user's instances or watches are used up (fs.inotify.max_user_*).</summary>
    public static DirectoryWatch? Open(string directory)
    {
        SysResult<Fd> opened = Fd.From(Sys.Call(NR.inotify_init1, IN_NONBLOCK | IN_CLOEXEC));
        if (opened.Failed)
        {
            return null;
        }
        byte[] path = [.. System.Text.Encoding.UTF8.GetBytes(directory), 0];
        nint added;
        fixed (byte* name = path)
        {
            added = Sys.Call(NR.inotify_add_watch, opened.Value.Number, (nint)name, (nint)Wanted);
        }
        if (added < 0)
        {
            opened.Value.Dispose();
            return null;
        }
        return new DirectoryWatch(opened.Value);
    }

    /// <summary>What happened to files other than the ignored one, as IN_ flags; 0 when the time is over.</summary>
    public uint Wait(int milliseconds, ReadOnlySpan<byte> ignored)
    {
        uint seen = 0;
        long end = Environment.TickCount64 + milliseconds;
        int left = milliseconds;
        while (seen == 0 && left >= 0 && PollSet.WaitFor(_fd, Poll.POLLIN, left))
        {
            // what is ignored does not put the end off
            left = (int)(end - Environment.TickCount64);
            SysResult read = FdIo.Read(_fd, _buffer);
            ReadOnlySpan<byte> events = _buffer.AsSpan(0, (int)Math.Max(read.Raw, 0));
            while (events.Length >= HeadBytes)
            {
                uint mask = BinaryPrimitives.ReadUInt32LittleEndian(events[4..]);
                int length = BinaryPrimitives.ReadInt32LittleEndian(events[12..]);
                ReadOnlySpan<byte> name = events.Slice(HeadBytes, length).TrimEnd((byte)0);
                seen |= name.SequenceEqual(ignored) ? 0 : mask;
                events = events[(HeadBytes + length)..];
            }
        }
        return seen;
    }

    public void Dispose() => _fd.Dispose();
}
