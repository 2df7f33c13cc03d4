using System;
using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;
using ContainerRt.Linux.Terminals;
using ContainerRt.Shim.Supervision;
using ContainerRt.Ttrpc;

namespace ContainerRt.Shim.Stdio;

/// <summary>The container's first process or an exec: its streams, those attached, its end.</summary>
internal sealed class ManagedProcess(EventLoop loop, TaskFields fields, ContainerLog? log)
{
    private const int ReadBytes = 16 << 10;
    private const int MostBacklog = 256 << 10;
    private const int MostTyped = 64 << 10;

    private readonly byte[] _buffer = new byte[ReadBytes];
    private readonly List<AttachClient> _clients = [];
    private readonly List<Source> _outputs = [];
    private readonly OutputQueue _typed = new();
    private Source? _input;
    private Source? _terminal;
    private (int Columns, int Rows)? _size;
    private bool _inputEnded;

    public TaskFields Fields { get; } = fields;
    public int Pid { get; set; }
    public TaskStatus Status { get; set; } = TaskStatus.Created;
    public int ExitCode { get; private set; }

    /// <summary>The kernel has killed a process of the container for its memory.</summary>
    public bool OomKilled { get; set; }
    public DateTime StartedAt { get; set; }
    public DateTime ExitedAt { get; private set; }
    private long LastOutput { get; set; } = Environment.TickCount64;

    /// <summary>Everything that it wrote is in the log and with the clients, who know the exit code.</summary>
    public bool Finished { get; private set; }
    public bool Drained => _outputs.Count == 0;

    /// <summary>Nothing came for this long, and not because a client is slow.</summary>
    public bool Silent(int milliseconds) =>
        Environment.TickCount64 - LastOutput >= milliseconds
        && !_clients.Exists(client => client.Backlog > MostBacklog);

    public List<Action> Waiters { get; } = [];
    public bool TakesInput => _typed.Bytes < MostTyped;

    /// <summary>Makes the pipes of a process without a terminal.</summary>
    /// <returns>The ends that the process gets.</returns>
    public Fd?[] OpenPipes()
    {
        (Fd outReader, Fd outWriter) = FdIo.Pipe();
        (Fd errReader, Fd errWriter) = FdIo.Pipe();
        AddOutput(outReader, AttachFrameType.Stdout);
        AddOutput(errReader, AttachFrameType.Stderr);
        Fd? stdin = null;
        if (Fields.Stdin.Length > 0)
        {
            (stdin, Fd writer) = FdIo.Pipe();
            _ = FdIo.SetNonBlocking(writer);
            _input = loop.Add(
                new Source(
                    writer,
                    () => _typed.Bytes > 0 ? Poll.POLLOUT : (short)0,
                    _ => FlushTyped()
                )
            );
        }
        return [stdin, outWriter, errWriter];
    }

    public void SetTerminal(Fd master)
    {
        _terminal = AddOutput(master, AttachFrameType.Stdout);
        if (_size is { } size)
        {
            Resize(size.Columns, size.Rows);
        }
    }

    private Source AddOutput(Fd reader, AttachFrameType type)
    {
        _ = FdIo.SetNonBlocking(reader);
        Source? source = null;
        source = loop.Add(
            new Source(reader, () => Interest(source!), events => ReadOutput(source!, type, events))
        );
        _outputs.Add(source);
        return source;
    }

    private short Interest(Source source)
    {
        bool slow = _clients.Exists(client => client.Backlog > MostBacklog);
        bool typing = source == _terminal && _typed.Bytes > 0;
        return (short)((slow ? 0 : Poll.POLLIN) | (typing ? Poll.POLLOUT : 0));
    }

    private void ReadOutput(Source source, AttachFrameType type, short events)
    {
        if ((events & Poll.POLLOUT) != 0)
        {
            FlushTyped();
        }
        if ((events & ~Poll.POLLOUT) == 0)
        {
            return;
        }
        SysResult read = FdIo.Read(source.Fd, _buffer);
        if (read.Errno == Errno.EAGAIN)
        {
            return;
        }
        // EIO: the last holder of the terminal's other side is gone
        if (read.Raw <= 0)
        {
            CloseOutput(source);
            return;
        }
        LastOutput = Environment.TickCount64;
        ReadOnlySpan<byte> output = _buffer.AsSpan(0, (int)read.Raw);
        log?.Write(type == AttachFrameType.Stdout ? "stdout"u8 : "stderr"u8, output);
        foreach (AttachClient client in _clients.ToArray())
        {
            client.Send(type, output);
        }
    }

    private void CloseOutput(Source source)
    {
        loop.Remove(source);
        _outputs.Remove(source);
    }

    /// <summary>Bytes for the process; none means that no more will come.</summary>
    public void Type(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            EndInput();
            return;
        }
        if (_input is not null || _terminal is not null)
        {
            _typed.Add(bytes);
            FlushTyped();
        }
    }

    public void EndInput()
    {
        _inputEnded = true;
        FlushTyped();
    }

    private void FlushTyped()
    {
        Source? target = _terminal ?? _input;
        if (target is null or { Removed: true } || !_typed.Flush(target.Fd))
        {
            _typed.Clear();
        }
        if (_inputEnded && _typed.Bytes == 0)
        {
            loop.Remove(_input);
        }
    }

    public void Resize(int columns, int rows)
    {
        // an exec has no terminal before it is started
        _size = (columns, rows);
        if (_terminal is { Removed: false })
        {
            _ = Terminal.SetSize(_terminal.Fd, columns, rows);
        }
    }

    public void Attach(AttachClient client)
    {
        if (Finished)
        {
            client.SendExit(ExitCode);
        }
        else
        {
            _clients.Add(client);
        }
    }

    public void Detach(AttachClient client)
    {
        if (_clients.Remove(client) && _clients.Count == 0 && Fields.Stdin == StdioNames.AttachOnce)
        {
            EndInput();
        }
    }

    public void Exited(int status)
    {
        Status = TaskStatus.Stopped;
        ExitCode = status;
        ExitedAt = DateTime.UtcNow;
        LastOutput = Environment.TickCount64;
        Waiters.ForEach(reply => reply());
        Waiters.Clear();
    }

    /// <summary>Closes the streams and tells those attached.</summary>
    public void Finish()
    {
        Finished = true;
        loop.Remove(_input);
        // a grandchild may still hold the other end
        _outputs.ForEach(loop.Remove);
        log?.Dispose();
        foreach (AttachClient client in _clients.ToArray())
        {
            client.SendExit(ExitCode);
        }
    }
}
