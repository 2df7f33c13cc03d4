using System;
using ContainerRt.Linux;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;
using ContainerRt.Shim.Stdio;
using ContainerRt.Shim.Supervision;
using ContainerRt.Ttrpc;

namespace ContainerRt.Shim.Service;

/// <summary>One ttrpc client. Calls are answered when they are done, in whatever order that is.</summary>
internal sealed class Connection
{
    private const int MostOutput = 1 << 20;

    private readonly EventLoop _loop;
    private readonly Action<Request, Action<Response>> _serve;
    private readonly Source _source;
    private readonly FrameReader _frames = new();
    private readonly OutputQueue _output = new();
    private uint _lastStream;

    public Connection(EventLoop loop, Fd socket, Action<Request, Action<Response>> serve)
    {
        _loop = loop;
        _serve = serve;
        _source = loop.Add(new Source(socket, Interest, Ready));
    }

    public bool Closed => _source.Removed;

    /// <summary>Nothing that was answered is still on its way.</summary>
    public bool Quiet => _source.Removed || _output.Bytes == 0;

    // a client that does not read its answers is not listened to either
    private short Interest() =>
        (short)(
            (_output.Bytes < MostOutput ? Poll.POLLIN : 0) | (_output.Bytes > 0 ? Poll.POLLOUT : 0)
        );

    private void Ready(short events)
    {
        if ((events & Poll.POLLOUT) != 0 && !_output.Flush(_source.Fd))
        {
            _loop.Remove(_source);
        }
        else if ((events & ~Poll.POLLOUT) != 0)
        {
            Receive();
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
            _loop.Remove(_source);
            return;
        }
        ReadOnlySpan<byte> input = buffer[..(int)read.Raw];
        while (!_source.Removed && _frames.TryRead(ref input, out Frame frame))
        {
            Handle(frame);
        }
    }

    private void Handle(Frame frame)
    {
        uint stream = frame.Header.Stream;
        if (frame.TooLong)
        {
            Answer(
                stream,
                new Response(
                    StatusCode.ResourceExhausted,
                    $"message of {frame.Header.Length} bytes exceeds 4 MiB",
                    []
                )
            );
            return;
        }
        if (frame.Header.Type != FrameType.Request)
        {
            return;
        }
        if (stream % 2 == 0 || stream <= _lastStream)
        {
            Answer(
                stream,
                new Response(
                    StatusCode.InvalidArgument,
                    $"stream id {stream} is even or was used before",
                    []
                )
            );
            return;
        }
        _lastStream = stream;
        Serve(stream, frame);
    }

    private void Serve(uint stream, Frame frame)
    {
        try
        {
            if (frame.Header.Flags != 0)
            {
                throw new TtrpcException(
                    StatusCode.Unimplemented,
                    "streaming calls are not supported"
                );
            }
            _serve(Request.Decode(frame.Body), response => Answer(stream, response));
        }
        catch (TtrpcException e)
        {
            Answer(stream, new Response(e.Code, e.Message, []));
        }
        catch (Exception e)
            when (e is KernelException or System.IO.IOException or UnauthorizedAccessException)
        {
            Answer(stream, new Response(StatusCode.Unknown, Reason.WithPath(e), []));
        }
    }

    private void Answer(uint stream, Response response)
    {
        if (_source.Removed)
        {
            return;
        }
        _output.Add(FrameHeader.Frame(stream, FrameType.Response, response.Encode()));
        if (!_output.Flush(_source.Fd))
        {
            _loop.Remove(_source);
        }
    }
}
