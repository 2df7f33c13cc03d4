using System.Linq;
using ContainerRt.ImageStore.Layers;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Layers;

/// <summary>What a layer removes from those below it, as the mounted layers show it.</summary>
public sealed class WhiteoutTests : MergedFixture
{
    [Fact]
    public void W1_a_whiteout_hides_only_lower_layers_whatever_the_order() =>
        Merged(
            () =>
            {
                Assert.Equal("own own", $"{Content("a")} {Content("b")}");
                IsGone("gone");
            },
            new TarBuilder().File("a", "below").File("b", "below").File("gone"),
            new TarBuilder()
                .File("a", "own")
                .File(".wh.a")
                .File(".wh.b")
                .File("b", "own")
                .File(".wh.gone")
        );

    [Fact]
    public void W1_a_directory_that_is_hidden_and_made_again_is_empty_of_the_old_in_both_orders()
    {
        TarBuilder below = new();
        foreach (string name in new[] { "a", "b", "c" })
        {
            below.Directory(name).File($"{name}/old");
        }
        Merged(
            () => Assert.Equal("f  f", string.Join(' ', Seen("a"), Seen("b"), Seen("c"))),
            below,
            new TarBuilder()
                .Directory("a")
                .File("a/f")
                .File(".wh.a")
                .File(".wh.b")
                .Directory("b")
                .File(".wh.c")
                .File("c/f")
        );
    }

    [Fact]
    public void A_directory_that_is_removed_and_implied_again_has_nothing_of_the_old_ones_attributes()
    {
        TarBuilder below = Owned("d").Member('5', "k", mode: 0x1C0, uid: 7).File("k/old");
        Merged(
            () =>
            {
                Assert.Equal("755 0", Says("d", "%a %u"));
                Assert.Equal("755 0", Says("d/sub", "%a %u"));
                // only its contents were removed
                Assert.Equal("700 7", Says("k", "%a %u"));
            },
            below,
            new TarBuilder().File("d/sub/f").File(".wh.d").File("k/f").File("k/.wh..wh..opq")
        );
    }

    [Theory]
    [InlineData(".wh.")]
    [InlineData("a/.wh.")]
    [InlineData(".wh..")]
    [InlineData(".wh...")]
    [InlineData("a/.wh..")]
    public void W2_a_whiteout_of_a_directory_itself_is_refused(string name) =>
        Refused(new TarBuilder().Directory("a").File(name));

    [Fact]
    public void W3_opaque_counts_wherever_it_stands_and_leaves_the_layers_own_files() =>
        Merged(
            () => Assert.Equal("b foo foo", $"{Seen("a")} {Seen("a/b")} {Seen("z")}"),
            new TarBuilder().Directory("a").File("a/old").Directory("z").File("z/old"),
            new TarBuilder()
                .Directory("a")
                .File("a/.wh..wh..opq")
                .File("a/b/foo")
                .File("z/foo")
                .File("z/.wh..wh..opq")
        );

    [Theory]
    [InlineData("d/sub/.wh.x", "d/.wh..wh..opq", "d")]
    [InlineData("d/sub/.wh.x", ".wh.d", "")]
    [InlineData("d/.wh..wh..opq", ".wh.d", "")]
    [InlineData("d/sub/.wh..wh..opq", ".wh.d", "")]
    public void A_removal_inside_of_what_is_removed_leaves_nothing_in_either_order(
        string one,
        string other,
        string expected
    )
    {
        foreach (string[] order in new[] { new[] { one, other }, new[] { other, one } })
        {
            Merged(
                () => Assert.Equal(expected, Everything()),
                Owned("d").Directory("d/sub").File("d/sub/x").File("d/sub/y"),
                new TarBuilder().File(order[0]).File(order[1])
            );
        }
    }

    [Fact]
    public void A_directory_under_a_removed_one_hides_nothing_that_is_gone_already() =>
        Merged(
            () => Assert.Equal("b b/c b/c/b", Everything()),
            new TarBuilder().Directory("b").Directory("b/c").File("b/c/s").File("b/c/b"),
            new TarBuilder().File("b/c/.wh.s").File(".wh.b").Directory("b/c/b")
        );

    [Fact]
    public void A_whiteout_inside_of_what_is_whited_out_leaves_no_directory() =>
        Merged(
            () => Assert.Equal("", Everything()),
            new TarBuilder().Directory("test").File("test/test"),
            new TarBuilder().File(".wh.test").File("test/.wh.test")
        );

    [Fact]
    public void An_opaque_root_hides_all_that_is_below_and_keeps_what_the_layer_brings() =>
        Merged(
            () =>
            {
                Assert.Equal("d d/new own", Everything());
                Assert.Equal("755 0", Says("d", "%a %u"));
                Assert.Equal("711", Says("", "%a"));
            },
            Owned("d").File("d/old").Directory(".", mode: 0x1C9).File("f").Symlink("l", "d"),
            new TarBuilder().File("second").Directory("third"),
            new TarBuilder().File("own").File(".wh..wh..opq").File("d/new")
        );

    [Fact]
    public void W4_opaque_in_a_directory_that_is_nowhere_leaves_nothing() =>
        Merged(
            () => Assert.Equal("f", Everything()),
            new TarBuilder().File("f"),
            new TarBuilder().File("new/.wh..wh..opq").File("f/.wh..wh..opq")
        );

    [Fact]
    public void W5_other_AUFS_names_are_left_out_and_links_into_them_hold() =>
        Merged(
            () =>
            {
                Assert.Equal("d d/f f", Everything());
                Assert.Equal("content", Content("d/f"));
            },
            new TarBuilder()
                .Directory(".wh..wh.plnk")
                .File(".wh..wh.plnk/7.9", "content")
                .File(".wh..wh.aufs")
                .File("d/.wh..wh.orph/x/y")
                .HardLink("f", ".wh..wh.plnk/7.9")
                .HardLink("d/f", ".wh..wh.plnk/7.9")
        );

    [Fact]
    public void W6_a_whiteout_may_be_of_any_type_and_its_body_is_ignored() =>
        Merged(
            () => Assert.Equal("", Everything()),
            new TarBuilder().File("d").File("f").File("s"),
            new TarBuilder()
                .Directory(".wh.d")
                .Member('0', ".wh.f", new byte[1000])
                .Symlink(".wh.s", "x")
        );

    [Fact]
    public void W7_a_whiteout_of_what_is_nowhere_leaves_nothing() =>
        Merged(
            () => Assert.Equal("d f", Everything()),
            new TarBuilder().Directory("d").File("f"),
            new TarBuilder().File("d/.wh.x").File("none/.wh.x").File("f/.wh.x").File(".wh.none")
        );

    [Fact]
    public void W8_an_opaque_directory_holds_no_whiteouts() =>
        Merged(
            () => Assert.Equal("a a/b", Everything()),
            new TarBuilder().Directory("a").File("a/x").File("a/y").Directory("a/b").File("a/b/z"),
            new TarBuilder()
                .File("a/.wh.x")
                .File("a/.wh..wh..opq")
                .File("a/.wh.y")
                .Directory("a/b")
                .File("a/b/.wh.z")
        );

    [Fact]
    public void W10_a_whiteout_goes_through_a_link_to_the_parent_and_hides_a_link_itself() =>
        Merged(
            () =>
                Assert.Equal("below crt-test-etc crt-test-etc/stays localetc target", Everything()),
            new TarBuilder()
                .Directory("crt-test-etc")
                .File("crt-test-etc/whitedout")
                .File("crt-test-etc/too")
                .File("crt-test-etc/stays")
                .Symlink("below", "/crt-test-etc")
                .File("target")
                .Symlink("link", "target")
                .File("rel"),
            new TarBuilder()
                .Symlink("localetc", "/crt-test-etc")
                .File("localetc/.wh.whitedout")
                .File("below/.wh.too")
                .File(".wh.link")
                .File("../../dne/../.wh.rel")
        );

    [Fact]
    public void P6_the_prefix_means_nothing_in_the_middle_of_a_name()
    {
        Unpack(new TarBuilder().File(".wh.etc/somefile", "x"));
        Assert.Equal("x", Read(".wh.etc/somefile"));
    }

    [Fact]
    public void S5_nested_prefixes_hide_the_very_name() =>
        Merged(
            () => Assert.Equal("file1 file1/a file1/a/.wh.file2 file1/a/.wh.file2/c", Everything()),
            new TarBuilder().File("file1/a/.wh.file2/b").File("file1/a/.wh.file2/c"),
            new TarBuilder().File("file1/a/.wh.file2/.wh.b")
        );

    [Fact]
    public void W10_a_whiteout_through_a_dead_link_leaves_nothing()
    {
        LayerSummary summary = Unpack(
            new TarBuilder().Symlink("dead", "/crt-test-nowhere").File("dead/.wh.x")
        );
        Settle(Layer, summary);
        Assert.False(Exists("crt-test-nowhere"));
    }

    [Fact]
    public void A_loop_of_links_in_the_way_of_a_whiteout_leaves_nothing() =>
        Merged(
            () => Assert.Equal("a b f", Everything()),
            new TarBuilder().File("f"),
            new TarBuilder()
                .Symlink("a", "b")
                .Symlink("b", "a/../a")
                .File("a/.wh.f")
                .File(".wh.a")
                .File(".wh.b")
        );

    [Fact]
    public void A_whiteout_does_not_change_the_times_of_the_directory_it_is_in() =>
        Merged(
            () =>
                Assert.Equal(
                    "1000 55 55",
                    $"{Says("own", "%Y")} {Says("d", "%Y")} {Says("d/e", "%Y")}"
                ),
            new TarBuilder()
                .Directory("own", mtime: 5)
                .File("own/x")
                .Directory("d", mtime: 55)
                .Directory("d/e", mtime: 55)
                .File("d/e/x"),
            new TarBuilder().Directory("own", mtime: 1000).File("own/.wh.x").File("d/e/.wh.x")
        );

    [Fact]
    public void More_names_than_can_be_kept_are_refused()
    {
        TarBuilder tar = new();
        string directory = string.Join('/', Enumerable.Repeat(new string('d', 250), 16));
        for (int i = 0; i < 17_000; i++)
        {
            tar.Pax(("path", $"{directory}/.wh.{i}")).File("x");
        }
        Assert.Contains("whiteouts", Refused(tar).Message, System.StringComparison.Ordinal);
    }

    private static TarBuilder Owned(string directory) =>
        new TarBuilder().Member('5', directory, mode: 0x1C0, uid: 7, gid: 8);

    private string Seen(string path) =>
        string.Join(' ', Names(path).Order(System.StringComparer.Ordinal));
}
