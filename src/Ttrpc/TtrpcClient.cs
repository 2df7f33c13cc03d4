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
    /// <summary>Milliseconds.</summary>
    public const int Patience = 20_000;

    private readonly FrameReader _frames = new();
    private uint _stream = 1;

    public static SysResult<Fd> Dial(string path) => UnixSocket.Connect(path);

    /// <summary>A call that a healthy peer answers soon.</summary>
    /// <exception cref="TtrpcException">The peer answered with an error, went away, or said nothing for too long.</exception>
    public byte[] Call(string method, TaskFields fields, int patience = Patience) =>
        TryCall(method, fields, patience)
        ?? throw new TtrpcException(
            StatusCode.DeadlineExceeded,
            $"the supervisor has not answered {method} for {patience / 1000} s: it is stopped or the machine is overloaded"
        );

    /// <param name="milliseconds">-1: as long as it takes.</param>
    /// <returns>The payload, or null when the time is over.</returns>
    /// <exception cref="TtrpcException">The peer answered with an error or went away.</exception>
    public byte[]? TryCall(string method, TaskFields fields, int milliseconds)
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
