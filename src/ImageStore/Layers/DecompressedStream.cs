using System;
using System.IO;
using System.IO.Compression;
using ICSharpCode.SharpZipLib;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace ContainerRt.ImageStore.Layers;

/// <summary>A stream without its compression, which is known by its first bytes: media types lie.</summary>
public sealed class DecompressedStream : Stream
{
    // GZipStream asks for 8 KiB at a time, which would be a system call each
    private const int ReadAhead = 256 * 1024;

    private readonly CountingStream _compressed;
    private readonly Stream _decoder;
    private long _produced;

    private DecompressedStream(CountingStream compressed, Stream decoder) =>
        (_compressed, _decoder) = (compressed, decoder);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _produced;
        set => throw new NotSupportedException();
    }

    /// <summary>Of a layer.</summary>
    public static DecompressedStream Of(Stream stream) =>
        Of(
            stream,
            static (_, name) =>
                throw new ImageStoreException(
                    $"decompress: {name} is not used by image layers; expected gzip, zstd or plain tar"
                )
        );

    /// <summary>Of an archive of images, which other programs compress in more ways.</summary>
    public static DecompressedStream OfArchive(Stream stream) =>
        Of(
            stream,
            static (compressed, name) =>
                name == "bzip2"
                    ? new Bzip2Stream(compressed)
                    : throw new ImageStoreException(
                        $"the archive is compressed by {name}, and gzip, zstd and bzip2 are read: decompress it before"
                    )
        );

    /// <param name="stream">Stays the caller's.</param>
    /// <param name="other">Makes the decoder of bzip2 or xz, by that name, or refuses.</param>
    private static DecompressedStream Of(Stream stream, Func<CountingStream, string, Stream> other)
    {
        byte[] head = new byte[6];
        int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
#pragma warning disable CA2000 // its buffer is all that it has, and the stream below is the caller's
        CountingStream compressed = new(new BufferedStream(stream, ReadAhead), head, length);
#pragma warning restore CA2000
        return new(compressed, Decoder(compressed, head.AsSpan(0, length), other));
    }

    /// <summary>0 at the end; damaged, endless or over-long input is an <see cref="ImageStoreException"/>.</summary>
    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _decoder.Read(buffer);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new ImageStoreException("decompress: the data is damaged or cut off", e);
        }
        _produced += count;
        if (_produced > LayerLimits.FreeBytes + LayerLimits.Ratio * _compressed.Count)
        {
            throw new ImageStoreException(
                $"decompress: {_compressed.Count} bytes have grown to more than {_produced}, which is taken for an attack"
            );
        }
        if (count == 0 && buffer.Length > 0)
        {
            VerifyEnd();
        }
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
        }
        base.Dispose(disposing);
    }

    // damaged bzip2 can lead its decoder behind the end of a table
    private static bool IsDamage(Exception e) =>
        e
            is InvalidDataException
                or ZstdException
                or EndOfStreamException
                or SharpZipBaseException
                or IndexOutOfRangeException;

    // That a stream is whole the decoders check themselves, GZipStream only with UseStrictValidation, which
    // Directory.Build.props sets for every program. It says nothing of garbage behind the end that it has read already. The
    // stream's last four bytes are the length of the last member: of all that was read when there is one member, of less
    // when there are several.
    private void VerifyEnd()
    {
        bool longer = _produced <= uint.MaxValue && _compressed.Tail > _produced;
        if ((_decoder is GZipStream && longer) || _compressed.ReadByte() >= 0)
        {
            throw new ImageStoreException(
                "decompress: the data is damaged, or there is more data after its end"
            );
        }
    }

    private static Stream Decoder(
        CountingStream compressed,
        ReadOnlySpan<byte> head,
        Func<CountingStream, string, Stream> other
    )
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
        {
            return new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        }
        // a frame, or a skippable frame before one: 0x184D2A50 to 5F
        if (
            head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd])
            || (
                head.Length >= 4
                && head[0] >> 4 == 5
                && head[1..].StartsWith((ReadOnlySpan<byte>)[0x2a, 0x4d, 0x18])
            )
        )
        {
            DecompressionStream zstd = new(
                compressed,
                128 * 1024,
                checkEndOfStream: true,
                leaveOpen: true
            );
            zstd.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LayerLimits.ZstdWindowLog);
            return zstd;
        }
        return head.StartsWith(Bzip2Stream.Magic) ? other(compressed, "bzip2")
            : head.StartsWith(
                (ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']
            )
                ? other(compressed, "xz")
            : compressed;
    }
}
