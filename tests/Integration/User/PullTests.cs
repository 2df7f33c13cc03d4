using System;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>Images from a registry and from archives, good and bad, into a store of the test's own.</summary>
public sealed class PullTests(RegistryFixture registry) : UserTest, IClassFixture<RegistryFixture>
{
    [Fact]
    public void A_pulled_image_is_listed_read_by_skopeo_and_removed()
    {
        registry.Need();
        ImageLayout layout = TestImages.Busybox(Layout);
        string name = registry.Push(layout.Folder, layout.Tag, "busybox:latest");
        Assert.Equal(layout.ConfigDigest, Succeeds("pull", name));
        Assert.Contains($"{registry.Host}/busybox", Succeeds("images"), StringComparison.Ordinal);
        Assert.Contains(layout.Layers[0], Skopeo(name), StringComparison.Ordinal);
        _ = Succeeds("rmi", name);
        Assert.Equal("", Succeeds("images", "-q"));
        Assert.Empty(Blobs());
    }

    // Red with the full name in org.opencontainers.image.ref.name, as it was.
    [Fact]
    public void Skopeo_finds_each_image_of_the_store_by_the_name_that_a_user_types()
    {
        registry.Need();
        _ = Succeeds("load", "-i", TestImages.Busybox(Layout).Archive());
        _ = Succeeds("tag", "busybox", "someone/tool:v1");
        _ = Succeeds("tag", "busybox", $"{registry.Host}/deep/er:2");
        foreach (
            string name in (string[])
                ["busybox:latest", "someone/tool:v1", $"{registry.Host}/deep/er:2"]
        )
        {
            Assert.Contains("\"Architecture\"", Skopeo(name), StringComparison.Ordinal);
            Assert.Equal("ok", Succeeds("run", "--rm", name, "echo", "ok"));
        }
        _ = Succeeds("rmi", "someone/tool:v1");
        Assert.Equal(
            "ok",
            Succeeds("run", "--rm", "docker.io/library/busybox:latest", "echo", "ok")
        );
    }

    [Fact]
    public void A_saved_image_is_the_same_after_it_was_loaded()
    {
        ImageLayout layout = TestImages.Busybox(Layout);
        _ = Succeeds("load", "-i", layout.Archive());
        string archive = Path.Combine(Folder, "saved.tar");
        _ = Succeeds("save", "-o", archive, "busybox");
        string id = Succeeds("images", "-q");
        _ = Succeeds("rmi", "busybox");
        Assert.Equal("", Succeeds("images", "-q"));
        _ = Succeeds("load", "-i", archive);
        Assert.Equal(id, Succeeds("images", "-q"));
        Assert.Equal("here", Succeeds("run", "--rm", "busybox", "echo", "here"));
    }

    [Fact]
    public void An_image_of_thirty_layers_runs()
    {
        registry.Need();
        ImageLayout layout = TestImages.ManyLayers(Layout, 30);
        string name = registry.Push(layout.Folder, layout.Tag, "layers:latest");
        string said = Succeeds(
            "run",
            "--rm",
            name,
            "sh",
            "-c",
            "cat /top; ls -d /layer-* | wc -l; test -e /layer-28 && ! test -e /layer-27 && echo right"
        );
        // 29 layers added a file each, and the 14 even ones took the odd one before them away
        Assert.Equal("29\n15\nright", said);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_layer_in_an_archive_is_refused_and_leaves_nothing(bool truncated)
    {
        ImageLayout layout = TestImages.Busybox(Layout);
        Damage(layout.BlobFile(layout.Layers[0]), truncated);
        Fails(Crt("load", "-i", layout.Archive()), 125);
        NothingIsStored(layout);
    }

    // digests and sizes agree: it is the decoder that has to find it, which depends on a switch of the published program
    [Theory]
    [InlineData("", "empty")]
    [InlineData("1f8b080000000000", "cut off")]
    [InlineData("28b52ffd", "cut off")]
    public void A_layer_that_is_cut_in_its_head_is_refused_and_leaves_nothing(
        string bytes,
        string why
    )
    {
        ImageLayout layout = new(
            Layout,
            "cut:1",
            [
                [],
            ],
            [],
            _ => Convert.FromHexString(bytes)
        );
        Fails(Crt("load", "-i", layout.Archive()), 125, layout.Layers[0], why);
        NothingIsStored(layout);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_layer_from_a_registry_is_refused_and_leaves_nothing(bool truncated)
    {
        registry.Need();
        ImageLayout layout = TestImages.Busybox(Layout);
        string name = registry.Push(
            layout.Folder,
            layout.Tag,
            $"damaged{truncated}:latest".ToLowerInvariant()
        );
        string blob = registry.BlobFile(layout.Layers[0]);
        byte[] whole = File.ReadAllBytes(blob);
        try
        {
            Damage(blob, truncated);
            Fails(Crt("pull", name), 125);
            NothingIsStored(layout);
        }
        finally
        {
            File.WriteAllBytes(blob, whole);
        }
    }

    private string Layout => Path.Combine(Folder, "layout");

    private string Skopeo(string name)
    {
        Outcome inspect = ProgramRun.To("skopeo", ["inspect", $"oci:{ImageRoot}:{name}"]);
        Assert.True(inspect.ExitCode == 0, inspect.ToString());
        return inspect.Output;
    }

    private static void Damage(string file, bool truncated)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 0xff;
        File.WriteAllBytes(file, truncated ? bytes[..(bytes.Length / 2)] : bytes);
    }

    private string[] Blobs() =>
        [
            .. Directory
                .GetFiles(Path.Combine(ImageRoot, "blobs/sha256"))
                .Select(x => Path.GetFileName(x)),
        ];

    private void NothingIsStored(ImageLayout layout)
    {
        Assert.Equal("", Succeeds("images", "-q"));
        Assert.DoesNotContain(layout.Layers[0]["sha256:".Length..], Blobs());
        Assert.Empty(Directory.GetDirectories(Path.Combine(ImageRoot, "layers")));
    }
}
