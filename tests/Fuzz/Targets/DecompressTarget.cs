using System;
using System.Collections.Generic;
using System.IO;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Layers;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// A compressed layer, or an archive of images in bzip2: bytes or an <see cref="ImageStoreException"/>. Where SharpZipLib, which shares no code with the
/// decoder, reads the same gzip to its end, it finds the same bytes; what is not compressed comes out as it went in.
/// </summary>
internal sealed class DecompressTarget : IFuzzTarget
{
    private const int Enough = 4 << 20;
    private readonly byte[] _buffer = new byte[64 * 1024];

    public string Name => "decompress";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        "\x1f\x8b\x08\0", "\x1f\x8b\x08\x04", "\x1f\x8b\x08\x08", "\x28\xb5\x2f\xfd", "\x50\x2a\x4d\x18\x04\0\0\0", "BZh9", "BZh1", "\x31\x41\x59\x26\x53\x59", "\x17\x72\x45\x38\x50\x90\0\0\0\0", "\xfd7zXZ\0", "\x01\0\0\xff\xff", "\x03\0",
        "\0\0\0\0", "\xff\xff\xff\xff", "\x28\xb5\x2f\xfd\0\xff",
    ];

    // the decoders' tables, the result, and the oracle's
    public long FixedBytes => 16 << 20;

    public long BytesPerByte => 4096;

    public string Run(byte[] input)
    {
        byte[]? result = Ours(input, out string outcome);
        bool packed =
            input
            is [0x1f, 0x8b, ..]
                or [0x28, 0xb5, 0x2f, 0xfd, ..]
                or [(byte)'B', (byte)'Z', (byte)'h', ..];
        if (
            result is null
            || packed is false && input is [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18, ..]
        )
        {
            return outcome;
        }
        byte[]? expected =
            !packed ? input
            : input[0] == 0x1f ? Oracle(input)
            : null;
        BrokenPromiseException.Unless(
            expected is null || result.AsSpan().SequenceEqual(expected),
            $"{result.Length} bytes are read where another decoder finds {expected?.Length}"
        );
        return outcome + (expected is null ? "alone" : "agreed");
    }

    private byte[]? Ours(byte[] input, out string outcome)
    {
        using MemoryStream result = new();
        try
        {
            using DecompressedStream source = DecompressedStream.OfArchive(new MemoryStream(input));
            int read;
            while ((read = source.Read(_buffer)) > 0 && result.Length < Enough)
            {
                result.Write(_buffer, 0, read);
            }
            outcome = read == 0 ? "whole" : "long";
            return read == 0 ? result.ToArray() : null;
        }
        catch (ImageStoreException e)
        {
            outcome = e.Message;
            return null;
        }
    }

    private byte[]? Oracle(byte[] input)
    {
        using MemoryStream result = new();
        try
        {
            using GZipInputStream gzip = new(new MemoryStream(input));
            int read;
            while ((read = gzip.Read(_buffer, 0, _buffer.Length)) > 0)
            {
                result.Write(_buffer, 0, read);
                if (result.Length > Enough)
                {
                    return null;
                }
            }
            return result.ToArray();
        }
        catch (Exception e)
            when (e is SharpZipBaseException or EndOfStreamException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
