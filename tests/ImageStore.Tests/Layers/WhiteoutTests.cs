using ContainerRt.ImageStore.Layers;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Layers;

public sealed class WhiteoutTests : LayerFixture
{
    [Fact]
    public void W1_a_whiteout_hides_only_lower_layers_whatever_the_order()
    {
        Unpack(
            new TarBuilder()
                .File("a", "own")
                .File(".wh.a")
                .File(".wh.b")
                .File("b", "own")
                .File(".wh.gone")
        );
        Assert.Equal(("own", "own"), (Read("a"), Read("b")));
        Assert.True(Status("gone").IsWhiteout);
    }

    [Fact]
    public void W1_a_directory_that_is_hidden_and_made_again_is_opaque_in_both_orders()
    {
        Unpack(
            new TarBuilder()
                .Directory("a")
                .File("a/f")
                .File(".wh.a")
                .File(".wh.b")
                .Directory("b")
                .File(".wh.c")
                .File("c/f")
        );
        Assert.True(IsOpaque("a") && IsOpaque("b") && IsOpaque("c"));
        Assert.True(Exists("a/f") && Exists("c/f"));
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
    public void W3_opaque_counts_wherever_it_stands_and_leaves_the_layers_own_files()
    {
        Unpack(
            new TarBuilder()
                .Directory("a")
                .File("a/.wh..wh..opq")
                .File("a/b/foo")
                .File("z/foo")
                .File("z/.wh..wh..opq")
        );
        Assert.True(IsOpaque("a") && IsOpaque("z"));
        Assert.True(Exists("a/b/foo") && Exists("z/foo"));
        Assert.False(Exists("a/.wh..wh..opq"));
    }

    [Fact]
    public void W4_opaque_makes_a_directory_that_is_missing()
    {
        Unpack(new TarBuilder().File("new/.wh..wh..opq"));
        Assert.True(IsOpaque("new"));
    }

    [Fact]
    public void W5_other_AUFS_names_are_left_out()
    {
        Unpack(
            new TarBuilder().Directory(".wh..wh.plnk").File(".wh..wh.aufs").File(".wh..wh.orph")
        );
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(InLayer(".")));
    }

    [Fact]
    public void W6_a_whiteout_may_be_of_any_type_and_its_body_is_ignored()
    {
        Unpack(
            new TarBuilder()
                .Directory(".wh.d")
                .Member('0', ".wh.f", new byte[1000])
                .Symlink(".wh.s", "x")
        );
        Assert.True(Status("d").IsWhiteout && Status("f").IsWhiteout && Status("s").IsWhiteout);
    }

    [Fact]
    public void W8_an_opaque_directory_holds_no_whiteouts()
    {
        Unpack(
            new TarBuilder()
                .File("a/.wh.x")
                .File("a/.wh..wh..opq")
                .File("a/.wh.y")
                .Directory("a/b")
                .File("a/b/.wh.z")
        );
        Assert.False(Exists("a/x") || Exists("a/y") || Exists("a/b/z"));
    }

    [Fact]
    public void W10_a_whiteout_goes_through_a_link_to_the_parent_and_hides_a_link_itself()
    {
        Unpack(
            new TarBuilder()
                .Symlink("localetc", "/crt-test-etc")
                .File("localetc/.wh.whitedout")
                .File("../../dne/../.wh.rel")
        );
        Assert.True(Status("crt-test-etc/whitedout").IsWhiteout);
        Assert.True(Status("rel").IsWhiteout);
    }

    [Fact]
    public void P6_the_prefix_means_nothing_in_the_middle_of_a_name()
    {
        Unpack(new TarBuilder().File(".wh.etc/somefile", "x"));
        Assert.Equal("x", Read(".wh.etc/somefile"));
    }

    [Fact]
    public void S5_nested_prefixes_hide_the_very_name()
    {
        Unpack(new TarBuilder().File("file1/a/.wh.file2/.wh.b"));
        Assert.True(Status("file1/a/.wh.file2/b").IsWhiteout);
    }

    [Fact]
    public void W10_a_whiteout_through_a_dead_link_leaves_nothing()
    {
        LayerSummary summary = Unpack(
            new TarBuilder().Symlink("dead", "/crt-test-nowhere").File("dead/.wh.x")
        );
        LayerCommit.Settle(Layer, summary, []);
        Assert.False(Exists("crt-test-nowhere"));
    }
}
