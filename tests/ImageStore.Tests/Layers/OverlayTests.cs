using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.ImageStore.Snapshots;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Layers;

public sealed class OverlayTests : LayerFixture
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Settled_layers_mount_as_the_archives_say(bool withoutLayerByLayer)
    {
        TarBuilder below = new TarBuilder().Directory("d", 0x1C0, 55).File("d/keep", "k");
        Settled("low", below.File("d/gone").Directory("o").File("o/old").File("t", "target"));
        using Fd low = HostPath.OpenDirectory(In("low")).OrThrow("open");
        using Fd top = Settled(
            "top",
            Deletions().File("d/new", "n").HardLink("h", "t").File("none/.wh.x"),
            low
        );
        using Fd upper = NewDirectory("upper");
        using Fd work = NewDirectory("work");
        using Fd target = NewDirectory("merged");
        new OverlayMount(new(WithoutLayerByLayer: withoutLayerByLayer)).Mount(
            new([top, low], upper, work),
            target
        );
        try
        {
            IEnumerable<string?> names = Directory
                .GetFiles(In("merged/d"))
                .Select(Path.GetFileName);
            Assert.Equal(["keep", "new"], names.Order(StringComparer.Ordinal));
            Assert.Equal("700 55", Run("stat", "-c", "%a %Y", In("merged/d")).Trim());
            Assert.Empty(Directory.GetFileSystemEntries(In("merged/o")));
            Assert.Equal("target", File.ReadAllText(In("merged/h")));
            Assert.False(Directory.Exists(In("merged/none")));
            File.WriteAllText(In("merged/d/w"), "w");
            Assert.True(File.Exists(In("upper/d/w")));
        }
        finally
        {
            OverlayMount.Unmount(In("merged"));
        }
    }

    private static TarBuilder Deletions() =>
        new TarBuilder().File("d/.wh.gone").File("o/.wh..wh..opq");

    [Fact]
    public void Layers_far_beyond_an_option_string_mount_and_the_old_way_says_why_it_cannot()
    {
        Fd[] layers = [.. Enumerable.Range(0, 300).Select(i => NewDirectory($"l{i}"))];
        using Fd target = NewDirectory("merged");
        ImageStoreException refused = Assert.Throws<ImageStoreException>(() =>
            new OverlayMount(new(WithoutLayerByLayer: true)).Mount(new(layers), target)
        );
        Assert.Contains("6.5", refused.Message, StringComparison.Ordinal);
        new OverlayMount(new()).Mount(new(layers), target);
        OverlayMount.Unmount(In("merged"));
        Array.ForEach(layers, x => x.Dispose());
    }

    [Fact]
    public void One_layer_alone_mounts_read_only()
    {
        using Fd layer = Settled("only", new TarBuilder().File("f"));
        using Fd target = NewDirectory("merged");
        new OverlayMount(new()).Mount(new([layer]), target);
        try
        {
            Assert.True(File.Exists(In("merged/f")));
            Assert.Throws<IOException>(() => File.WriteAllText(In("merged/g"), ""));
        }
        finally
        {
            OverlayMount.Unmount(In("merged"));
        }
    }

    [Fact]
    public void No_layer_at_all_is_an_empty_root_that_can_be_written()
    {
        using Fd upper = NewDirectory("upper");
        using Fd work = NewDirectory("work");
        using Fd target = NewDirectory("merged");
        new OverlayMount(new()).Mount(new([], upper, work), target);
        try
        {
            Assert.Empty(Directory.GetFileSystemEntries(In("merged")));
            File.WriteAllText(In("merged/w"), "w");
            Assert.True(File.Exists(In("upper/w")));
        }
        finally
        {
            OverlayMount.Unmount(In("merged"));
        }
    }

    private Fd Settled(string name, TarBuilder tar, params Fd[] lowers)
    {
        Fd layer = NewDirectory(name);
        Settle(layer, UnpackTo(layer, tar), lowers);
        return layer;
    }
}
