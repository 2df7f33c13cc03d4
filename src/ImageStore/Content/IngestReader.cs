using System;
using System.IO;

namespace ContainerRt.ImageStore.Content;

/// <summary>Follows an <see cref="Ingest"/>: reads come from the page cache and wait for what has not arrived.</summary>
internal sealed class IngestReader(Ingest ingest) : Stream
{
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => ingest.Size;

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read = buffer.IsEmpty ? 0 : ingest.Read(buffer, _at);
        _at += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();
}
