using System;
using ContainerRt.Linux;
using ContainerRt.Linux.Epoll;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Sockets;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Ttrpc;

/// <summary>One connection to a shim; a call waits for its answer.</summary>
public sealed class TtrpcClient(Fd socket) : IDisposable
{
    private readonly FrameReader _frames = new();
    private uint _stream = 1;

    public static SysResult<Fd> Dial(string path) => UnixSocket.Connect(path);

    /// <returns>The payload, or null when the time is over.</returns>
    /// <exception cref="TtrpcException">The peer answered with an error or went away.</exception>
    public byte[]? Call(string method, TaskFields fields, int milliseconds = -1)
    {
        uint stream = _stream;
        _stream += 2;
        byte[] request = new Request(TaskFields.Service, method, fields.Encode(method)).Encode();
        if (FdIo.WriteAll(socket, FrameHeader.Frame(stream, FrameType.Request, request)).Failed)
        {
            throw Gone();
        }
        return Answer(stream, milliseconds);
    }

    private byte[]? Answer(uint stream, int milliseconds)
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (PollSet.WaitFor(socket, Poll.POLLIN, milliseconds))
        {
            SysResult read = FdIo.Read(socket, buffer);
            if (read.Raw <= 0)
            {
                throw Gone();
            }
            ReadOnlySpan<byte> input = buffer[..(int)read.Raw];
            while (_frames.TryRead(ref input, out Frame frame))
            {
                if (frame.Header.Stream == stream && frame.Header.Type == FrameType.Response)
                {
                    return Payload(Response.Decode(frame.Body));
                }
            }
        }
        return null;
    }

    private static byte[] Payload(Response response) =>
        response.Code == StatusCode.Ok
            ? response.Payload
            : throw new TtrpcException(response.Code, response.Message);

    private static TtrpcException Gone() =>
        new(StatusCode.Unavailable, "the shim closed the connection");

    public void Dispose() => socket.Dispose();
}
