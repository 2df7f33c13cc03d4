using System;
using System.IO;

namespace ContainerRt.ImageStore.Layers;

/// <summary>The compressed bytes: counts them, and keeps the last four, where gzip has its length.</summary>
internal sealed class CountingStream(Stream inner, byte[] head, int headLength) : Stream
{
    private int _headPosition;

    public long Count { get; private set; }

    /// <summary>The last four bytes, little-endian.</summary>
    public uint Tail { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = _headPosition < headLength ? CopyHead(buffer) : inner.Read(buffer);
        foreach (byte b in buffer[Math.Max(count - 4, 0)..count])
        {
            Tail = (Tail >> 8) | ((uint)b << 24);
        }
        Count += count;
        return count;
    }

    // the class library's own makes an array for each byte
    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    private int CopyHead(Span<byte> buffer)
    {
        int count = Math.Min(headLength - _headPosition, buffer.Length);
        head.AsSpan(_headPosition, count).CopyTo(buffer);
        _headPosition += count;
        return count;
    }
}
