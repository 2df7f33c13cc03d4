using System;
using System.Buffers.Binary;
using System.Text;
using ContainerRt.Engine;
using ContainerRt.Linux;
using ContainerRt.Linux.Epoll;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;
using ContainerRt.Linux.Terminals;
using ContainerRt.Ttrpc;

namespace ContainerRt.Cli.User;

/// <summary>Our terminal or pipes, joined to a process through its shim. Single-threaded; one loop.</summary>
internal sealed class AttachSession : IDisposable
{
    private readonly Fd _socket;
    private readonly bool _raw;
    private readonly TerminalMode _saved;
    private readonly SessionSignals _signals;
    private readonly PollSet _polls = new();
    private readonly DetachKeys _detach = new();
    private byte[] _input = [];
    private bool _stdinOpen;

    public AttachSession(Fd socket, bool terminal, bool interactive)
    {
        _socket = socket;
        _stdinOpen = interactive;
        _signals = new SessionSignals(SendSize);
        SysResult<TerminalMode> mode = Terminal.Mode(Output.Stdin);
        _raw = terminal && interactive && !mode.Failed;
        if (_raw)
        {
            _saved = mode.Value;
            _ = Terminal.SetMode(Output.Stdin, _saved.Raw());
        }
    }

    /// <summary>Signals go to the process instead of to us.</summary>
    public void PassSignals(TtrpcClient client, TaskFields process) =>
        _signals.PassTo(signal =>
        {
            try
            {
                _ = client.Call("Kill", process with { Signal = signal });
            }
            catch (TtrpcException)
            {
                // it has ended meanwhile: its exit is on the way
            }
        });

    /// <summary>Joins a process; when this returns, all its output comes here.</summary>
    public void Greet(string execId)
    {
        Send(AttachFrameType.Hello, Encoding.UTF8.GetBytes(execId));
        AttachFrame answer = default;
        while (!TryTake(out answer))
        {
            if (!Receive())
            {
                throw new EngineException("the supervisor closed the connection");
            }
        }
        if (answer.Type != AttachFrameType.Hello)
        {
            throw new EngineException($"attach: {Encoding.UTF8.GetString(answer.Body)}");
        }
        SendSize();
    }

    /// <summary>Carries bytes until the process ends.</summary>
    public SessionEnd Stay()
    {
        while (true)
        {
            while (TryTake(out AttachFrame frame))
            {
                if (frame.Type == AttachFrameType.Exit)
                {
                    return new SessionEnd(BinaryPrimitives.ReadInt32BigEndian(frame.Body), true);
                }
                Show(frame);
            }
            _polls.Clear();
            int socket = _polls.Add(_socket, Poll.POLLIN);
            int signals = _polls.Add(_signals.Fd, Poll.POLLIN);
            int stdin = _stdinOpen ? _polls.Add(Output.Stdin, Poll.POLLIN) : -1;
            _ = _polls.Wait(-1);
            if (_polls.Ready(signals) != 0 && _signals.Take() is > 0 and var signal)
            {
                return new SessionEnd(128 + signal, false);
            }
            if (_polls.Ready(stdin) != 0 && !TakeInput())
            {
                return new SessionEnd(0, false);
            }
            if (_polls.Ready(socket) != 0 && !Receive())
            {
                throw new EngineException("the supervisor of the container ended unexpectedly");
            }
        }
    }

    private static void Show(AttachFrame frame)
    {
        Fd target = frame.Type == AttachFrameType.Stderr ? Output.Stderr : Output.Stdout;
        StandardStreams.Write(target, frame.Body);
    }

    private bool TakeInput()
    {
        Span<byte> buffer = stackalloc byte[8192];
        SysResult read = FdIo.Read(Output.Stdin, buffer);
        if (read.Raw <= 0)
        {
            _stdinOpen = read.Errno == Errno.EAGAIN;
            if (!_stdinOpen)
            {
                Send(AttachFrameType.Stdin, []);
            }
            return true;
        }
        byte[] typed = buffer[..(int)read.Raw].ToArray();
        if (_raw && _detach.Seen(ref typed))
        {
            Send(AttachFrameType.Stdin, typed, skipEmpty: true);
            return false;
        }
        Send(AttachFrameType.Stdin, typed, skipEmpty: true);
        return true;
    }

    private void SendSize()
    {
        SysResult<winsize> size = Terminal.Size(Output.Stdout);
        if (!size.Failed)
        {
            byte[] body = new byte[4];
            BinaryPrimitives.WriteUInt16BigEndian(body, size.Value.ws_col);
            BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(2), size.Value.ws_row);
            Send(AttachFrameType.Resize, body);
        }
    }

    private void Send(AttachFrameType type, byte[] body, bool skipEmpty = false)
    {
        if (body.Length > 0 || !skipEmpty)
        {
            // a failure is seen as the end of the stream when it is read
            _ = FdIo.WriteAll(_socket, new AttachFrame(type, body).Encode());
        }
    }

    private bool Receive()
    {
        Span<byte> buffer = stackalloc byte[32 << 10];
        SysResult read = FdIo.Read(_socket, buffer);
        if (read.Raw > 0)
        {
            _input = [.. _input, .. buffer[..(int)read.Raw]];
        }
        return read.Raw > 0;
    }

    private bool TryTake(out AttachFrame frame)
    {
        ReadOnlySpan<byte> input = _input;
        bool taken = AttachFrame.TryTake(ref input, out frame);
        if (taken)
        {
            _input = input.ToArray();
        }
        return taken;
    }

    public void Dispose()
    {
        if (_raw)
        {
            _ = Terminal.SetMode(Output.Stdin, _saved);
        }
        _signals.Dispose();
    }
}
