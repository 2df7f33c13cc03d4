using System;
using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Shim.Stdio;

/// <summary>Bytes that wait until a descriptor takes them.</summary>
internal sealed class OutputQueue
{
    private readonly Queue<byte[]> _chunks = new();
    private int _sent;

    public int Bytes { get; private set; }

    public void Add(byte[] chunk)
    {
        if (chunk.Length > 0)
        {
            _chunks.Enqueue(chunk);
            Bytes += chunk.Length;
        }
    }

    /// <summary>Writes what goes without waiting. False: the other end is gone.</summary>
    public bool Flush(Fd fd)
    {
        while (_chunks.TryPeek(out byte[]? chunk))
        {
            SysResult written = FdIo.Write(fd, chunk.AsSpan(_sent));
            if (written.Failed)
            {
                return written.Errno == Errno.EAGAIN;
            }
            _sent += (int)written.Raw;
            Bytes -= (int)written.Raw;
            if (_sent == chunk.Length)
            {
                _chunks.Dequeue();
                _sent = 0;
            }
        }
        return true;
    }

    public void Clear()
    {
        _chunks.Clear();
        Bytes = 0;
        _sent = 0;
    }
}
