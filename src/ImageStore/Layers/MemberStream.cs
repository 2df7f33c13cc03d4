using System;
using System.IO;

namespace ContainerRt.ImageStore.Layers;

/// <summary>The contents of the member that a reader is at, with zeros for the holes of a sparse one.</summary>
internal sealed class MemberStream(TarReader reader, TarEntry member) : Stream
{
    private long _position;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => member.Size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        long hole = Math.Min(reader.Offset, member.Size) - _position;
        int count = (int)Math.Min(hole, buffer.Length);
        if (hole > 0)
        {
            buffer[..count].Clear();
        }
        else
        {
            ReadOnlySpan<byte> piece = reader.ReadBody(buffer.Length);
            piece.CopyTo(buffer);
            count = piece.Length;
        }
        _position += count;
        return count;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();
}
