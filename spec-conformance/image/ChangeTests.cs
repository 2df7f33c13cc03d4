using System.IO;
using ContainerRt.ImageStore.Tests.Layers;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Image;

/// <summary>layer.md: changesets over existing files, and whiteouts.</summary>
public sealed class ChangeTests : MergedFixture
{
    [Must("snapshot-isolated")]
    public void A_layer_does_not_change_the_one_below()
    {
        Merged(
            () => Assert.Equal("new", Content("f")),
            new TarBuilder().File("f", "old"),
            new TarBuilder().File("f", "new")
        );
        Assert.Equal("old", File.ReadAllText(In("applied0/f")));
    }

    [Must("removal")]
    public void A_path_with_a_whiteout_is_removed() =>
        Merged(
            () =>
            {
                IsGone("etc/my-app-config");
                Assert.Equal(["my-app.d"], Names("etc"));
                Assert.Equal("new", Content("bin/my-app-tools"));
                Assert.Equal("binary", Content("bin/my-app-binary"));
            },
            new TarBuilder()
                .Directory("./etc")
                .File("./etc/my-app-config")
                .Directory("./bin")
                .File("./bin/my-app-binary", "binary")
                .File("./bin/my-app-tools", "old"),
            new TarBuilder()
                .Directory("./etc/my-app.d")
                .File("./etc/my-app.d/default.cfg")
                .File("./bin/my-app-tools", "new")
                .File("./etc/.wh.my-app-config")
        );

    [Must("over-directory")]
    public void A_directory_replaces_the_attributes_of_a_directory() =>
        Merged(
            () =>
            {
                Assert.Equal("700 2000", Says("d", "%a %Y"));
                Assert.Equal("kept", Content("d/f"));
            },
            new TarBuilder().Directory("d", 0x1ed, 1000).File("d/f", "kept"),
            new TarBuilder().Directory("d", 0x1c0, 2000)
        );

    [Must("over-file")]
    public void A_file_replaces_a_file() =>
        Merged(
            () =>
                Assert.Equal("new 600 old", $"{Content("f")} {Says("f", "%a")} {Content("other")}"),
            new TarBuilder().File("f", "old", 0x1ff).HardLink("other", "f"),
            new TarBuilder().File("f", "new", 0x180)
        );

    [Must("over-directory-by-file")]
    public void A_file_replaces_a_directory() =>
        Merged(
            () => Assert.Equal("file", Content("d")),
            new TarBuilder().Directory("d").File("d/f"),
            new TarBuilder().File("d", "file")
        );

    [Must("over-file-by-directory")]
    public void A_directory_replaces_a_file() =>
        Merged(
            () => Assert.Equal(["in"], Names("f")),
            new TarBuilder().File("f", "file"),
            new TarBuilder().Directory("f").File("f/in")
        );

    [Must("over-symlink")]
    public void A_file_replaces_a_symbolic_link_and_not_its_target() =>
        Merged(
            () => Assert.Equal("new target", $"{Content("link")} {Content("target")}"),
            new TarBuilder().File("target", "target").Symlink("link", "target"),
            new TarBuilder().File("link", "new")
        );

    [Must("over-symlink-by-directory")]
    public void A_directory_replaces_a_symbolic_link() =>
        Merged(
            () =>
            {
                Assert.Equal("directory", Says("link", "%F"));
                Assert.Equal(["new"], Names("link"));
                Assert.Equal(["old"], Names("target"));
            },
            new TarBuilder().Directory("target").File("target/old").Symlink("link", "target"),
            new TarBuilder().Directory("link").File("link/new")
        );

    [Must("over-same-layer")]
    public void The_rules_hold_inside_of_a_layer() =>
        Merged(
            () =>
            {
                Assert.Equal("file", Content("d"));
                Assert.Equal(["in"], Names("f"));
                Assert.Equal("new old", $"{Content("a")} {Content("b")}");
            },
            new TarBuilder()
                .Directory("d")
                .File("d/f")
                .File("d", "file")
                .File("f", "file")
                .Directory("f")
                .File("f/in")
                .File("a", "old")
                .HardLink("b", "a")
                .File("a", "new")
        );

    [Must("whiteout-hidden")]
    public void A_whiteout_is_not_seen() =>
        Merged(
            () => Assert.Equal(["kept"], Names("d")),
            new TarBuilder().Directory("d").File("d/f").File("d/kept"),
            new TarBuilder().File("d/.wh.f")
        );

    [Must("whiteout-lower-only")]
    public void A_whiteout_does_not_hide_what_its_own_layer_has()
    {
        TarBuilder lower = new TarBuilder().File("f", "lower").File("g", "lower");
        TarBuilder upper = new TarBuilder()
            .File("f", "upper")
            .File(".wh.f")
            .File(".wh.g")
            .File("g", "upper");
        Merged(() => Assert.Equal("upper upper", $"{Content("f")} {Content("g")}"), lower, upper);
    }

    [Must("whiteout-later-layer")]
    public void A_later_layer_hides_what_an_earlier_whiteout_left() =>
        Merged(
            () => IsGone("f"),
            new TarBuilder().File("f", "1"),
            new TarBuilder().File(".wh.f").File("f", "2"),
            new TarBuilder().File(".wh.f")
        );

    [Must("whiteout-no-name")]
    public void No_file_with_the_name_of_a_whiteout_is_made() =>
        Merged(
            () =>
                Assert.DoesNotContain(
                    Names(),
                    x => x.StartsWith(".wh.", System.StringComparison.Ordinal)
                ),
            new TarBuilder().File(".wh.never-was", "content").File("f")
        );

    [Must("opaque-order")]
    public void An_opaque_whiteout_counts_first_wherever_it_stands()
    {
        string[] seen = new string[2];
        for (int i = 0; i < 2; i++)
        {
            TarBuilder upper = new TarBuilder().Directory("a");
            upper = i == 0 ? upper.File("a/.wh..wh..opq") : upper;
            upper = upper.Directory("a/b").Directory("a/b/c").File("a/b/c/foo");
            upper = i == 1 ? upper.File("a/.wh..wh..opq") : upper;
            Merged(() => seen[i] = string.Join(' ', Names("a/b/c")), Base(), upper);
        }
        Assert.Equal(["foo", "foo"], seen);
    }

    [Must("opaque-all")]
    public void An_opaque_whiteout_hides_all_that_is_below() =>
        Merged(
            () => Assert.Empty(Names("bin")),
            new TarBuilder()
                .Directory("bin")
                .File("bin/my-app-binary")
                .Directory("bin/tools")
                .File("bin/tools/my-app-tool-one"),
            new TarBuilder().Directory("bin").File("bin/.wh..wh..opq")
        );

    [Must("opaque-own")]
    public void An_opaque_whiteout_does_not_hide_what_its_own_layer_has() =>
        Merged(
            () => Assert.Equal(["new"], Names("a")),
            Base(),
            new TarBuilder().File("a/new").File("a/.wh..wh..opq")
        );

    [Must("whiteout-both-explicit")]
    public void Explicit_whiteouts_are_accepted() =>
        Merged(
            () => Assert.Empty(Names("bin")),
            new TarBuilder().Directory("bin").File("bin/a").Directory("bin/b").File("bin/b/c"),
            new TarBuilder().Directory("bin").File("bin/.wh.a").File("bin/.wh.b")
        );

    [Must("whiteout-both-opaque")]
    public void Opaque_whiteouts_are_accepted() =>
        Merged(
            () => Assert.Equal(["bin"], Names()),
            new TarBuilder().Directory("bin").File("bin/a"),
            new TarBuilder().Directory("bin").File("bin/.wh..wh..opq")
        );

    private static TarBuilder Base() =>
        new TarBuilder().Directory("a").Directory("a/b").Directory("a/b/c").File("a/b/c/bar");
}
