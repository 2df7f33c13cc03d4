using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using ICSharpCode.SharpZipLib.BZip2;
using Xunit;
using ZstdSharp;

namespace ContainerRt.ImageStore.Tests.Images;

/// <summary>Archives that somebody has compressed as a whole.</summary>
public sealed class CompressedLoadTests : ArchiveFixture
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("bzip2")]
    [InlineData("two bzip2")]
    public async Task A_compressed_archive_is_loaded(string kind)
    {
        Layout("1.0.0");
        Index(Image());
        Assert.Single(await LoadAsync(archive => Compressed(archive, kind)));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("bzip2")]
    public async Task A_compressed_archive_that_is_cut_is_refused(string kind)
    {
        Layout("1.0.0");
        Index(Image());
        ImageStoreException error = await Assert.ThrowsAsync<ImageStoreException>(() =>
            LoadAsync(archive =>
            {
                byte[] packed = Compressed(archive, kind);
                return packed[..(packed.Length - 30)];
            })
        );
        Assert.Equal(
            "load: the archive cannot be read: decompress: the data is damaged or cut off",
            error.Message
        );
    }

    [Fact]
    public async Task An_archive_in_xz_is_refused_by_that_name()
    {
        ImageStoreException error = await Assert.ThrowsAsync<ImageStoreException>(() =>
            LoadAsync(_ => [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 4])
        );
        Assert.Contains("compressed by xz", error.Message);
    }

    [Fact]
    public async Task What_follows_a_bzip2_stream_is_not_taken_for_its_end()
    {
        Layout("1.0.0");
        Index(Image());
        await Assert.ThrowsAsync<ImageStoreException>(() =>
            LoadAsync(archive => [.. Compressed(archive, "bzip2"), 1, 2, 3, 4])
        );
    }

    [Fact]
    public async Task Thousands_of_bzip2_streams_with_next_to_nothing_in_them_are_refused()
    {
        Layout("1.0.0");
        Index(Image());
        byte[] empty = Compressed([], "bzip2");
        await Assert.ThrowsAsync<ImageStoreException>(() =>
            LoadAsync(archive =>
                [
                    .. Compressed(archive, "bzip2"),
                    .. Enumerable.Repeat(empty, 10_000).SelectMany(x => x),
                ]
            )
        );
    }

    private static byte[] Compressed(byte[] archive, string kind)
    {
        if (kind == "two bzip2")
        {
            return
            [
                .. Compressed(archive[..1000], "bzip2"),
                .. Compressed(archive[1000..], "bzip2"),
            ];
        }
        using MemoryStream packed = new();
        using (
            Stream packer = kind switch
            {
                "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "zstd" => new CompressionStream(packed, leaveOpen: true),
                _ => new BZip2OutputStream(packed) { IsStreamOwner = false },
            }
        )
        {
            packer.Write(archive);
        }
        return packed.ToArray();
    }
}
