using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Layers;
using ContainerRt.ImageStore.Tests.Layers;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Image;

/// <summary>layer.md: the format, types of files and their attributes.</summary>
public sealed class FileTests : MergedFixture
{
    [Must("layer-tar")]
    public void What_is_no_tar_is_refused() =>
        Assert.Throws<ImageStoreException>(() =>
            LayerUnpacker.Unpack(
                new MemoryStream(Encoding.ASCII.GetBytes(new string('x', 2048))),
                Layer,
                TestContext.Current.CancellationToken
            )
        );

    [Must("layer-gzip")]
    public void A_gzip_layer_is_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new TarBuilder().File("f", "content").ToArray());
        }
        IsUnpacked(packed.ToArray());
    }

    [Must("layer-zstd")]
    public void A_zstd_layer_is_unpacked()
    {
        string tar = Path.Combine(Scratch, "layer.tar");
        File.WriteAllBytes(tar, new TarBuilder().File("f", "content").ToArray());
        using var packed = new MemoryStream();
        using (var zstd = new ZstdSharp.CompressionStream(packed, leaveOpen: true))
        {
            zstd.Write(File.ReadAllBytes(tar));
        }
        IsUnpacked(packed.ToArray());
    }

    [Must("type-regular")]
    public void A_regular_file_is_made() =>
        IsMade(new TarBuilder().File("x", "text"), "regular file");

    [Must("type-directory")]
    public void A_directory_is_made() => IsMade(new TarBuilder().Directory("x"), "directory");

    [Must("type-symlink")]
    public void A_symbolic_link_is_made() =>
        IsMade(new TarBuilder().Symlink("x", "nowhere"), "symbolic link");

    [Must("type-block")]
    public void A_block_device_is_made() =>
        IsMade(new TarBuilder().Member('4', "x", major: 7, minor: 9), "block special file 7:9");

    [Must("type-char")]
    public void A_character_device_is_made() =>
        IsMade(new TarBuilder().Member('3', "x", major: 1, minor: 7), "character special file 1:7");

    [Must("type-fifo")]
    public void A_fifo_is_made() => IsMade(new TarBuilder().Member('6', "x"), "fifo");

    [Must("attribute-mtime")]
    public void The_modification_time_is_kept() =>
        Attribute(
            "%Y %y",
            "1234567890 2009-02-13 23:31:30.250000000 +0000",
            new TarBuilder().Pax(("mtime", "1234567890.25")).File("x")
        );

    [Must("attribute-uid")]
    public void The_owner_is_kept() =>
        Attribute("%u", "123456", new TarBuilder().Member('0', "x", uid: 123456));

    [Must("attribute-gid")]
    public void The_group_is_kept() =>
        Attribute("%g", "234567", new TarBuilder().Member('0', "x", gid: 234567));

    [Must("attribute-names")]
    public void Names_yield_to_numbers() =>
        Attribute(
            "%u:%g",
            "12:34",
            new TarBuilder()
                .Pax(("uname", "daemon"), ("gname", "nogroup"))
                .Member('0', "x", uid: 12, gid: 34)
        );

    [Must("attribute-mode")]
    public void The_mode_is_kept() =>
        Attribute("%a", "7751", new TarBuilder().File("x", mode: 0xfe9));

    [Must("attribute-xattrs")]
    public void Extended_attributes_are_kept()
    {
        TarBuilder tar = new TarBuilder().Pax(
            ("SCHILY.xattr.user.binary", "\u00ff\u0000\u00fe=\n")
        );
        Merged(
            () =>
                Assert.Equal(
                    "user.binary=0xff00fe3d0a",
                    Run(
                            "getfattr",
                            "--absolute-names",
                            "-e",
                            "hex",
                            "-n",
                            "user.binary",
                            In("merged/x")
                        )
                        .Split('\n')[1]
                ),
            tar.File("x")
        );
    }

    [Must("attribute-symlink")]
    public void The_target_of_a_symbolic_link_is_kept() =>
        Attribute(
            "%N",
            $"'{In("merged/x")}' -> '../..//odd/target'",
            new TarBuilder().Symlink("x", "../..//odd/target")
        );

    [Must("attribute-hardlink")]
    public void A_hard_link_is_one() =>
        Merged(
            () => Assert.Equal(Says("first", "%i 2"), Says("x", "%i %h")),
            new TarBuilder().File("first", "text").HardLink("x", "first")
        );

    [Must("hardlink-symlink")]
    public void A_hard_link_to_a_symbolic_link_is_one_to_the_link() =>
        Merged(
            () => Assert.Equal(Says("link", "symbolic link %i"), Says("x", "%F %i")),
            new TarBuilder().File("file").Symlink("link", "file").HardLink("x", "link")
        );

    [Must("apply-plain")]
    public void An_archive_without_whiteouts_is_extracted_as_it_is() =>
        Merged(
            () =>
            {
                Assert.Equal(["a", "b"], Names().Order());
                Assert.Equal("one", Content("a/f"));
            },
            new TarBuilder().Directory("a").File("a/f", "one").File("b", "two")
        );

    private void IsMade(TarBuilder tar, string type) =>
        Merged(
            () =>
                Assert.Equal(
                    type,
                    type.Contains(':', System.StringComparison.Ordinal)
                        ? Says("x", "%F %Hr:%Lr")
                        : Says("x", "%F")
                ),
            tar
        );

    private void Attribute(string format, string expected, TarBuilder tar) =>
        Merged(() => Assert.Equal(expected, Says("x", format)), tar);

    private void IsUnpacked(byte[] packed)
    {
        _ = LayerUnpacker.Unpack(
            new MemoryStream(packed),
            Layer,
            TestContext.Current.CancellationToken
        );
        Assert.Equal("content", Read("f"));
    }
}
