using System;
using System.Buffers.Binary;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;
using ContainerRt.Shim.Supervision;
using ContainerRt.Ttrpc;

namespace ContainerRt.Shim.Stdio;

/// <summary>Somebody who looks at a process and may type to it.</summary>
internal sealed class AttachClient
{
    private readonly EventLoop _loop;
    private readonly Func<string, ManagedProcess?> _find;
    private readonly Source _source;
    private readonly OutputQueue _output = new();
    private byte[] _input = [];
    private ManagedProcess? _process;
    private bool _ended;

    public AttachClient(EventLoop loop, Fd connection, Func<string, ManagedProcess?> find)
    {
        _loop = loop;
        _find = find;
        _source = loop.Add(new Source(connection, Interest, Ready));
    }

    /// <summary>Bytes not yet taken: the process's output is not read on while this is large.</summary>
    public int Backlog => _output.Bytes;

    public bool Gone => _source.Removed;

    public void Send(AttachFrameType type, ReadOnlySpan<byte> body)
    {
        _output.Add(new AttachFrame(type, body.ToArray()).Encode());
        Flush();
    }

    public void SendExit(int status)
    {
        byte[] body = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(body, status);
        _ended = true;
        Send(AttachFrameType.Exit, body);
    }

    private short Interest()
    {
        bool takesInput = _process is null || _process.TakesInput;
        return (short)((takesInput ? Poll.POLLIN : 0) | (_output.Bytes > 0 ? Poll.POLLOUT : 0));
    }

    private void Ready(short events)
    {
        if ((events & Poll.POLLOUT) != 0)
        {
            Flush();
        }
        if (!Gone && (events & (Poll.POLLIN | Poll.POLLHUP | Poll.POLLERR)) != 0)
        {
            Receive();
        }
    }

    private void Flush()
    {
        if (!_output.Flush(_source.Fd) || (_ended && _output.Bytes == 0))
        {
            Close();
        }
    }

    private void Receive()
    {
        Span<byte> buffer = stackalloc byte[8192];
        SysResult read = FdIo.Read(_source.Fd, buffer);
        if (read.Errno == Errno.EAGAIN)
        {
            return;
        }
        if (read.Raw <= 0)
        {
            Close();
            return;
        }
        ReadOnlySpan<byte> input = [.. _input, .. buffer[..(int)read.Raw]];
        try
        {
            while (!Gone && AttachFrame.TryTake(ref input, out AttachFrame frame))
            {
                Handle(frame);
            }
            _input = input.ToArray();
        }
        catch (TtrpcException)
        {
            Close();
        }
    }

    private void Handle(AttachFrame frame)
    {
        switch (frame.Type)
        {
            case AttachFrameType.Hello when _process is null:
                Greet(Encoding.UTF8.GetString(frame.Body));
                break;
            case AttachFrameType.Stdin:
                _process?.Type(frame.Body);
                break;
            case AttachFrameType.Resize when frame.Body.Length == 4:
                _process?.Resize(
                    BinaryPrimitives.ReadUInt16BigEndian(frame.Body),
                    BinaryPrimitives.ReadUInt16BigEndian(frame.Body.AsSpan(2))
                );
                break;
        }
    }

    private void Greet(string execId)
    {
        _process = _find(execId);
        if (_process is null)
        {
            _ended = true;
            Send(AttachFrameType.Error, "no such process"u8);
            return;
        }
        Send(AttachFrameType.Hello, []);
        _process.Attach(this);
    }

    private void Close()
    {
        _loop.Remove(_source);
        _process?.Detach(this);
    }
}
