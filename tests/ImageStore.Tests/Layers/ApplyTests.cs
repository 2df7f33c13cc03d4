using System;
using System.IO;
using System.Linq;
using System.Text;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Layers;

public sealed class ApplyTests : LayerFixture
{
    [Theory]
    [InlineData("../../canary")]
    [InlineData("/canary")]
    [InlineData("a/../../canary")]
    [InlineData("./../canary")]
    public void S1_a_name_that_climbs_stays_in_the_layer(string name)
    {
        Unpack(new TarBuilder().File(name, "evil"));
        Assert.Equal("evil", Read("canary"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../../../../../../../../..")]
    [InlineData("/")]
    public void S2_a_write_through_a_link_stays_in_the_layer(string target)
    {
        // Red when LayerTree.Find opens without RESOLVE_IN_ROOT. No name here may exist on a host: without the defence
        // the write does reach it.
        Unpack(
            new TarBuilder()
                .Symlink("esc", target)
                .File("esc/crt-test-escape", "evil")
                .File("esc/crt-test-dir/new", "x")
        );
        Assert.Equal("evil", Read("crt-test-escape"));
        Assert.Equal("x", Read("crt-test-dir/new"));
        Assert.False(File.Exists("/crt-test-escape"));
    }

    [Fact]
    public void S2_chained_links_stay_in_the_layer()
    {
        Unpack(
            new TarBuilder()
                .Symlink("a", "..")
                .Symlink("b", "a/..")
                .Symlink("c", "/b/../..")
                .File("c/crt-test-escape", "evil")
        );
        Assert.Equal("evil", Read("crt-test-escape"));
    }

    [Fact]
    public void S2_a_final_link_is_replaced_and_not_followed()
    {
        Unpack(new TarBuilder().Symlink("l", Canary).File("l", "evil"));
        Assert.True(Status("l").IsRegular);
    }

    [Fact]
    public void SEC74_a_directory_that_becomes_a_link_is_not_written_through_an_old_descriptor()
    {
        // red without EndEntry's Forget: a/y lands in the removed directory
        Unpack(
            new TarBuilder()
                .Directory("a/")
                .File("a/x")
                .Directory("b/")
                .Symlink("a", "b")
                .File("a/y", "new")
        );
        Assert.Equal("new", Read("b/y"));
        Assert.False(Exists("b/x"));
    }

    [Theory]
    [InlineData("../canary")]
    [InlineData("/canary")]
    [InlineData("esc/canary")]
    public void S3_a_hard_link_to_the_outside_is_not_made(string target)
    {
        LayerSummary summary = Unpack(new TarBuilder().Symlink("esc", "..").HardLink("h", target));
        Assert.False(Exists("h"));
        Assert.Single(summary.DeferredLinks);
        Assert.Throws<ImageStoreException>(() => Settle(Layer, summary));
        Assert.Equal("1", Run("stat", "-c", "%h", Canary).Trim());
    }

    [Fact]
    public void A7_a_hard_link_to_a_link_links_the_link_and_changes_no_mode()
    {
        Unpack(
            new TarBuilder().Symlink("s", Canary).Member('1', "h", link: "s", mode: 0xFFF, uid: 99)
        );
        Assert.True(Status("h").IsSymlink);
        Assert.Equal(Status("s").Inode, Status("h").Inode);
        Assert.Equal(0u, Status("h").Uid);
    }

    [Fact]
    public void A7_hard_links_are_one_file()
    {
        Unpack(new TarBuilder().File("d/f", "x").HardLink("g", "/d/f").HardLink("d/f", "d/f"));
        Assert.Equal("2", Stat("g", "%h"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("./")]
    [InlineData("/")]
    [InlineData("/.")]
    [InlineData("..")]
    [InlineData("a/..")]
    public void S4_the_root_is_only_ever_a_directory(string name)
    {
        ulong before = StatusOf.Open(Layer).Value.Inode;
        Refused(new TarBuilder().Symlink(name, "/etc"));
        Refused(new TarBuilder().File(name));
        Refused(new TarBuilder().HardLink(name, "x"));
        Unpack(new TarBuilder().Directory(name, mode: 0x1C1, mtime: 77));
        Assert.Equal(
            (before, "701", "77"),
            (StatusOf.Open(Layer).Value.Inode, Stat(".", "%a"), Stat(".", "%Y"))
        );
    }

    [Fact]
    public void P5_a_file_in_the_place_of_a_parent_is_replaced_by_an_opaque_directory()
    {
        Unpack(
            new TarBuilder().File("a").File("a/b", "x").File("f").Symlink("l", "f").File("l/c", "y")
        );
        Assert.Equal(("x", "y"), (Read("a/b"), Read("l/c")));
        Assert.True(IsOpaque("a"));
        Assert.True(Status("f").IsRegular);
    }

    [Fact]
    public void P2_a_link_that_leads_nowhere_yet_gets_its_directory()
    {
        LayerSummary summary = Unpack(
            new TarBuilder().Symlink("a", "/crt-test-usr/x").File("a/f", "1")
        );
        Assert.Equal("1", Read("crt-test-usr/x/f"));
        Assert.Contains(new LayerPath("crt-test-usr/x"), summary.ImplicitDirectories);
    }

    [Fact]
    public void A_loop_of_links_is_refused() =>
        Assert.Contains(
            "symbolic links",
            Refused(new TarBuilder().Symlink("a", "b").Symlink("b", "a").File("a/f")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A1_a_directory_over_a_directory_keeps_its_children_and_anything_else_replaces()
    {
        Unpack(new TarBuilder().Directory("d").File("d/f", "1").Directory("d", mode: 0x1C0));
        Assert.Equal(("1", "700"), (Read("d/f"), Stat("d", "%a")));
        Unpack(new TarBuilder().File("d", "file"));
        Assert.Equal("file", Read("d"));
    }

    [Fact]
    public void A4_owner_and_set_uid_survive_and_capabilities_too()
    {
        string capability = "\u0001\0\0\u0002\u0000\u0004\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
        Unpack(
            new TarBuilder()
                .Pax(("SCHILY.xattr.security.capability", capability), ("SCHILY.xattr.user.t", "v"))
                .Member('0', "f", mode: 0x9ED, uid: 1000, gid: 2000)
        );
        Assert.Equal("4755 1000 2000", Stat("f", "%a %u %g"));
        using Fd file = OpenAt.Read(Layer, "f"u8).OrThrow("open");
        Assert.Equal(
            Encoding.Latin1.GetBytes(capability),
            Xattr.Get(file, "security.capability"u8).Value
        );
    }

    [Fact]
    public void A5_A6_times_are_set_to_the_nanosecond_on_files_links_and_directories()
    {
        Unpack(
            new TarBuilder()
                .Directory("d", mtime: 111)
                .Pax(("mtime", "222.000000003"))
                .File("d/f")
                .Member('2', "d/l", link: "x", mtime: 333)
        );
        Assert.Equal(new Timestamp(111, 0), Status("d").Modified);
        Assert.Equal(new Timestamp(222, 3), Status("d/f").Modified);
        Assert.Equal(new Timestamp(333, 0), Status("d/l").Modified);
    }

    [Fact]
    public void A9_a_link_is_kept_as_it_is_written()
    {
        Unpack(new TarBuilder().Symlink("l", "../../nowhere/./x"));
        Assert.Equal(
            "../../nowhere/./x",
            Encoding.ASCII.GetString(ReadLinkAt.Target(Layer, "l"u8).Value)
        );
    }

    [Fact]
    public void A10_A11_devices_and_fifos_are_made()
    {
        Unpack(
            new TarBuilder()
                .Member('3', "null", major: 1, minor: 3, mode: 0x1B6)
                .Member('4', "disk", major: 259, minor: 1000)
                .Member('6', "p")
        );
        Assert.Equal("character special file 1 3 666", Stat("null", "%F %t %T %a"));
        Assert.Equal("block special file 103 3e8", Stat("disk", "%F %t %T"));
        Assert.Equal("fifo", Stat("p", "%F"));
        Refused(new TarBuilder().Member('3', "big", major: 0x1FFFF, minor: 3));
    }

    [Fact]
    public void S8_forged_marks_of_overlayfs_are_refused_or_left_out()
    {
        Refused(new TarBuilder().Member('3', "w", major: 0, minor: 0));
        LayerSummary summary = Unpack(
            new TarBuilder()
                .Pax(
                    ("SCHILY.xattr.trusted.overlay.opaque", "y"),
                    ("SCHILY.xattr.trusted.overlay.redirect", "/etc"),
                    ("SCHILY.xattr.user.overlay.opaque", "y")
                )
                .Directory("d")
        );
        // red with IsCopied returning true
        Assert.False(IsOpaque("d"));
        using Fd directory = OpenAt.Directory(Layer, "d"u8).OrThrow("open");
        Assert.Empty(Xattr.Names(directory).Value);
        Assert.Equal(3, summary.Warnings.Count);
    }

    [Fact]
    public void A16_an_empty_layer_has_the_known_digest()
    {
        LayerSummary summary = Unpack(new TarBuilder());
        Assert.Equal(
            "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
            summary.DiffId
        );
        Assert.Equal(1024, summary.UncompressedSize);
    }

    [Fact]
    public void S26_what_follows_the_archive_is_part_of_the_digest()
    {
        byte[] archive = [.. new TarBuilder().File("a").ToArray(), .. new byte[700_000], 1];
        string expected =
            "sha256:"
            + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(archive));
        LayerSummary summary = LayerUnpacker.Unpack(
            new MemoryStream(archive),
            Layer,
            TestContext.Current.CancellationToken
        );
        Assert.Equal((expected, archive.Length), (summary.DiffId, summary.UncompressedSize));
    }

    [Fact]
    public void S10_a_tree_much_deeper_than_PATH_MAX_is_removed()
    {
        Fd at = OpenAt.Directory(Layer, "."u8).OrThrow("open");
        for (int i = 0; i < 5000; i++)
        {
            MakeAt.Directory(at, "d"u8, 0x1C0).OrThrow("mkdir");
            Fd next = OpenAt.Directory(at, "d"u8).OrThrow("open");
            at.Dispose();
            at = next;
        }
        at.Dispose();
        TreeRemoval.Empty(Layer);
        Assert.Empty(Directory.GetFileSystemEntries(InLayer(".")));
    }

    [Fact]
    public void S10_links_cannot_make_a_path_longer_than_the_kernel_takes()
    {
        string step = string.Join('/', Enumerable.Repeat("d", 1500));
        TarBuilder tar = new TarBuilder()
            .Pax(("path", step))
            .Directory("x")
            .Pax(("linkpath", step))
            .Symlink("l", "x")
            .Pax(("path", $"l/{step}/f"))
            .File("x");
        Assert.Contains("too long", Refused(tar).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removal_follows_no_link_and_enters_no_mount()
    {
        Unpack(new TarBuilder().Directory("d").Symlink("d/l", "../..").File("d/f"));
        TreeRemoval.Remove(Layer, "d"u8);
        Assert.False(Exists("d"));
        TreeRemoval.Remove(Layer, "never-there"u8);
    }
}
