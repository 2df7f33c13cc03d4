using System;
using System.IO;
using System.IO.Compression;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace ContainerRt.ImageStore.Layers;

/// <summary>A layer's stream without its compression, which is known by its first bytes: media types lie.</summary>
public sealed class Decompression : IDisposable
{
    // GZipStream asks for 8 KiB at a time, which would be a system call each
    private const int ReadAhead = 256 * 1024;

    private readonly CountingStream _compressed;
    private readonly Stream _decoder;
    private long _produced;

    private Decompression(CountingStream compressed, Stream decoder) =>
        (_compressed, _decoder) = (compressed, decoder);

    public static Decompression Of(Stream stream)
    {
        byte[] head = new byte[6];
        int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
#pragma warning disable CA2000 // its buffer is all that it has, and the stream below is the caller's
        CountingStream compressed = new(new BufferedStream(stream, ReadAhead), head, length);
#pragma warning restore CA2000
        return new(compressed, Decoder(compressed, head.AsSpan(0, length)));
    }

    /// <summary>0 at the end; damaged, endless or over-long input is an <see cref="ImageStoreException"/>.</summary>
    public int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _decoder.Read(buffer);
        }
        catch (Exception e)
            when (e is InvalidDataException or ZstdException or EndOfStreamException)
        {
            throw new ImageStoreException(
                $"decompress: the data is damaged or cut off: {e.Message}",
                e
            );
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

    public void Dispose() => _decoder.Dispose();

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

    private static Stream Decoder(CountingStream compressed, ReadOnlySpan<byte> head)
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
        if (
            head.StartsWith("BZh"u8)
            || head.StartsWith(
                (ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']
            )
        )
        {
            throw new ImageStoreException(
                "decompress: bzip2 and xz are not used by image layers; expected gzip, zstd or plain tar"
            );
        }
        return compressed;
    }
}
