using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using ContainerRt.ImageStore.Layers;
using Xunit;
using ZstdSharp;

namespace ContainerRt.ImageStore.Tests.Layers;

public sealed class DecompressionTests
{
    private static readonly byte[] _plain = new TarBuilder()
        .Member('0', "a", Enumerable.Range(0, 300_000).Select(x => (byte)(x * x >> 7)).ToArray())
        .ToArray();

    private static byte[] Gzip(byte[] data)
    {
        MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Fastest))
        {
            gzip.Write(data);
        }
        return stream.ToArray();
    }

    private static byte[] Zstd(byte[] data)
    {
        using Compressor compressor = new();
        return compressor.Wrap(data).ToArray();
    }

    private static byte[] Read(byte[] compressed)
    {
        using DecompressedStream source = DecompressedStream.Of(new MemoryStream(compressed));
        MemoryStream result = new();
        byte[] buffer = new byte[65536];
        while (source.Read(buffer) is > 0 and int length)
        {
            result.Write(buffer, 0, length);
        }
        return result.ToArray();
    }

    private static void Refused(byte[] compressed, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<ImageStoreException>(() => Read(compressed)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Gzip_zstd_and_plain_archives_are_known_by_their_bytes()
    {
        Assert.Equal(_plain, Read(_plain));
        Assert.Equal(_plain, Read(Gzip(_plain)));
        Assert.Equal(_plain, Read(Zstd(_plain)));
        Assert.Empty(Read([]));
    }

    [Fact]
    public void Several_members_and_frames_are_one_stream()
    {
        byte[] half = _plain[..100_000];
        Assert.Equal([.. half, .. _plain], Read([.. Gzip(half), .. Gzip(_plain)]));
        byte[] skippable = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        Assert.Equal(
            [.. half, .. _plain],
            Read([.. skippable, .. Zstd(half), .. skippable, .. Zstd(_plain)])
        );
    }

    [Fact]
    public void Cut_or_damaged_data_is_refused()
    {
        Refused(Gzip(_plain)[..^9], "damaged");
        Refused(Zstd(_plain)[..^9], "damaged");
        byte[] damaged = Gzip(_plain);
        damaged[^6] ^= 1;
        Refused(damaged, "damaged");
    }

    // red for gzip up to its 10th byte without UseStrictValidation in Directory.Build.props: an empty stream
    [Fact]
    public void Data_that_is_cut_anywhere_is_refused()
    {
        byte[] gzip = Gzip(_plain[..1000]);
        for (int length = 2; length < gzip.Length; length++)
        {
            Refused(gzip[..length], "cut off");
        }
        byte[] zstd = Zstd(_plain[..1000]);
        for (int length = 4; length < zstd.Length; length++)
        {
            Refused(zstd[..length], "cut off");
        }
        byte[] skippable = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        for (int length = 4; length < skippable.Length; length++)
        {
            Refused(skippable[..length], "cut off");
        }
    }

    [Fact]
    public void A_second_member_that_is_cut_is_refused()
    {
        byte[] gzip = Gzip(_plain[..1000]);
        for (int length = 1; length < gzip.Length; length++)
        {
            Assert.Throws<ImageStoreException>(() => Read([.. gzip, .. gzip[..length]]));
        }
    }

    [Fact]
    public void Garbage_behind_the_end_is_refused()
    {
        Refused([.. Gzip(_plain), .. "garbage"u8], "more data");
        Assert.Throws<ImageStoreException>(() => Read([.. Zstd(_plain), .. "garbage"u8]));
    }

    [Fact]
    public void Other_compressions_are_refused_by_name() => Refused([.. "BZh91AY"u8], "bzip2");

    [Fact]
    public void S9_a_zstd_bomb_is_stopped()
    {
        // 2 GiB of zeros are about 65 KB of zstd, 32000:1; red without the limit
        MemoryStream bomb = new();
        using (CompressionStream zstd = new(bomb, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 2048; i++)
            {
                zstd.Write(zeros);
            }
        }
        bomb.Position = 0;
        using DecompressedStream source = DecompressedStream.Of(bomb);
        byte[] buffer = new byte[1 << 20];
        ImageStoreException refused = Assert.Throws<ImageStoreException>(() =>
        {
            while (source.Read(buffer) > 0) { }
        });
        Assert.Contains("attack", refused.Message, StringComparison.Ordinal);
    }
}
