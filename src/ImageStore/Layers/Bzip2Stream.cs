using System;
using System.IO;
using ICSharpCode.SharpZipLib.BZip2;

namespace ContainerRt.ImageStore.Layers;

/// <summary>Decompresses bzip2: one stream after another, as pbzip2 writes them and bzip2 reads them.</summary>
internal sealed class Bzip2Stream(Stream compressed) : Stream
{
    // Each stream costs its decoder megabytes of tables, so there may not be many that bring next to nothing. pbzip2 puts
    // 100 KB at least into each.
    private const int SmallStreams = 100;
    private const int FairBytes = 64 * 1024;
    private BZip2InputStream? _decoder;
    private long _produced;
    private int _streams;
    private bool _ended;

    public static ReadOnlySpan<byte> Magic => "BZh"u8;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = 0;
        while (count > 0 && read == 0 && !_ended)
        {
            // it reads a whole block when it is made, so not before the first bytes are wanted
            _decoder ??= Begin();
            read = _decoder?.Read(buffer, offset, count) ?? 0;
            _produced += read;
            if (read == 0)
            {
                _ended = _decoder is null;
                _decoder?.Dispose();
                _decoder = null;
            }
        }
        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder?.Dispose();
        }
        base.Dispose(disposing);
    }

    // The decoder takes the compressed stream byte by byte, so it stands right behind the end of the one before. It would
    // take anything but its magic for an end.
    private BZip2InputStream? Begin()
    {
        byte[] magic = new byte[4];
        int length = compressed.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        bool ours = magic.AsSpan().StartsWith(Magic) && magic[3] is >= (byte)'1' and <= (byte)'9';
        bool fair = _streams++ < SmallStreams + _produced / FairBytes;
        if (length > 0 && !(ours && fair))
        {
            throw new InvalidDataException();
        }
#pragma warning disable CA2000 // it has nothing but the caller's stream
        CountingStream beginning = new(compressed, magic, length);
#pragma warning restore CA2000
        return length == 0 ? null : new(beginning) { IsStreamOwner = false };
    }
}
