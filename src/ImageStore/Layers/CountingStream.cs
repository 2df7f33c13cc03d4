using System;
using System.IO;

namespace ContainerRt.ImageStore.Layers;

/// <summary>
/// Counts the compressed bytes and lets the decoder put back what it did not need: GZipStream seeks back after the
/// last member when it can, and only so does garbage behind it show.
/// </summary>
internal sealed class CountingStream(Stream inner, byte[] head, int headLength) : Stream
{
    private const int Window = 64 * 1024;
    private readonly byte[] _window = new byte[Window];
    private int _windowPosition;
    private int _windowLength;
    private int _headPosition;
    private long _taken;

    /// <summary>Bytes handed out and not put back.</summary>
    public long Count => _taken;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _taken;
        set => Seek(value - _taken, SeekOrigin.Current);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_windowPosition == _windowLength)
        {
            _windowLength = _headPosition < headLength ? CopyHead() : inner.Read(_window);
            _windowPosition = 0;
        }
        int count = Math.Min(buffer.Length, _windowLength - _windowPosition);
        _window.AsSpan(_windowPosition, count).CopyTo(buffer);
        _windowPosition += count;
        _taken += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        if (origin != SeekOrigin.Current || offset > 0 || -offset > _windowPosition)
        {
            throw new NotSupportedException();
        }
        _windowPosition += (int)offset;
        return _taken += offset;
    }

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int CopyHead()
    {
        int count = headLength - _headPosition;
        head.AsSpan(_headPosition, count).CopyTo(_window);
        _headPosition += count;
        return count;
    }
}
