using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Registry;
using ContainerRt.ImageStore.Tests.Layers;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Images;

/// <summary>What `load` takes for an image layout (image-spec image-layout.md), and what it does with what it does not know.</summary>
public sealed class LoadTests : ArchiveFixture
{
    private const string Strange = "application/vnd.example.strange.v7+json";

    [Fact]
    public async Task An_archive_of_an_image_layout_is_loaded()
    {
        Layout("1.0.0");
        Index(Image());
        Assert.Single(await LoadAsync());
        Assert.Empty(Progress.Said);
    }

    [Fact]
    public async Task An_index_without_oci_layout_is_refused()
    {
        Index(Image());
        await RefusedAsync("oci-layout");
    }

    [Fact]
    public async Task Docker_says_by_its_manifest_json_what_its_archive_is()
    {
        Index(Image());
        Add("manifest.json", "[]");
        Assert.Single(await LoadAsync());
    }

    [Fact]
    public async Task A_manifest_json_without_an_index_says_how_to_get_an_archive_that_can_be_read()
    {
        Add("manifest.json", "[]");
        await RefusedAsync("index.json", "docker");
    }

    [Theory]
    [InlineData("""{"imageLayoutVersion":"2.0.0"}""", "\"2.0.0\"")]
    [InlineData("""{"imageLayoutVersion":""}""", "\"\"")]
    [InlineData("""{"imageLayoutVersion":null}""", "oci-layout")]
    [InlineData("{}", "imageLayoutVersion")]
    [InlineData("null", "oci-layout")]
    [InlineData("", "oci-layout")]
    public async Task A_layout_of_another_version_is_refused_and_the_version_named(
        string layout,
        string named
    )
    {
        Add("oci-layout", layout);
        Index(Image());
        // docker's own file is no excuse for a version that is not known
        Add("manifest.json", "[]");
        await RefusedAsync(named);
    }

    [Theory]
    [InlineData("oci-layout")]
    [InlineData("index.json")]
    public async Task A_document_that_is_too_large_is_refused_by_name(string name)
    {
        Layout("1.0.0");
        Index(Image());
        Files[name] = new byte[5 * 1024 * 1024];
        await RefusedAsync(name, "5242880 bytes");
    }

    [Fact]
    public async Task Entries_of_unknown_types_are_passed_over_and_said()
    {
        string signature = Manifest("application/vnd.example.signature", Add("{}"));
        string strange = Describe(Strange, Add("strange"));
        Layout("1.0.0");
        Index(strange, Image(), signature);
        Assert.Single(await LoadAsync());
        Assert.Equal(2, Progress.Said.Count);
        Assert.Contains(Strange, Progress.Said[0]);
        Assert.Contains(Digest.Sha256Of("strange"u8).ToString(), Progress.Said[0]);
        Assert.Contains("application/vnd.example.signature", Progress.Said[1]);
    }

    [Fact]
    public async Task An_archive_with_nothing_but_unknown_types_is_refused_and_they_are_named()
    {
        Layout("1.0.0");
        Index(Describe(Strange, Add("strange")));
        await RefusedAsync(Strange);
        Assert.Empty(new ImageTable(ContentStore.Open(Root)).List());
    }

    [Fact]
    public async Task An_archive_without_entries_is_refused()
    {
        Layout("1.0.0");
        Index();
        await RefusedAsync("no image");
    }

    [Fact]
    public async Task Indexes_within_the_index_are_followed_for_two_levels()
    {
        Layout("1.0.0");
        string once = Describe(MediaTypes.Index, Add(IndexOf(Image())));
        string twice = Describe(MediaTypes.Index, Add(IndexOf(once)));
        Index(twice);
        Assert.Single(await LoadAsync());
        Index(Describe(MediaTypes.Index, Add(IndexOf(twice))));
        await RefusedAsync("nested");
    }

    [Theory]
    [InlineData("io.containerd.image.name", "a/UPPER:1")]
    [InlineData("io.containerd.image.name", "")]
    [InlineData("org.opencontainers.image.ref.name", "a/b:not a tag")]
    [InlineData("org.opencontainers.image.ref.name", "white space")]
    public async Task A_name_that_is_none_is_said_and_the_image_loaded_without(
        string annotation,
        string name
    )
    {
        Layout("1.0.0");
        Index(Named(Image(), annotation, name));
        Assert.Empty(Assert.Single(await LoadAsync()).References);
        Assert.Contains($"\"{name}\"", Assert.Single(Progress.Said));
    }

    [Fact]
    public async Task A_tag_alone_is_no_name_and_nothing_to_complain_of()
    {
        Layout("1.0.0");
        Index(Named(Image(), "org.opencontainers.image.ref.name", "latest"));
        Assert.Empty(Assert.Single(await LoadAsync()).References);
        Assert.Empty(Progress.Said);
    }

    [Fact]
    public async Task An_archive_with_sparse_members_as_GNU_tar_makes_them_is_loaded()
    {
        Layout("1.0.0");
        Index(Image(new TarBuilder().Member('0', "data", new byte[1 << 20]).ToArray()));
        string directory = Directory.CreateTempSubdirectory("crt-load-").FullName;
        foreach ((string name, byte[] content) in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(directory, name))!);
            await File.WriteAllBytesAsync(Path.Combine(directory, name), content, Cancel);
        }
        using Process tar = Process.Start(
            "sh",
            [
                "-c",
                "cp -r --sparse=always \"$0\" \"$0.s\" && cd \"$0.s\" && exec tar -S -cf \"$0.tar\" .",
                directory,
            ]
        );
        await tar.WaitForExitAsync(Cancel);
        byte[] archive = await File.ReadAllBytesAsync(directory + ".tar", Cancel);
        File.Delete(directory + ".tar");
        Directory.Delete(directory, recursive: true);
        Directory.Delete(directory + ".s", recursive: true);
        Assert.InRange(archive.Length, 1, 100_000);
        Assert.Single(await LoadAsync(_ => archive));
    }

    [Fact]
    public async Task An_image_without_layers_is_loaded()
    {
        Layout("1.0.0");
        Index(
            Manifest(
                MediaTypes.Config,
                Add(
                    $$"""{"os":"linux","architecture":"{{PlatformChoice.OfThisMachine.Architecture}}","rootfs":{"type":"layers","diff_ids":[]} }"""
                )
            )
        );
        Assert.Empty(Assert.Single(await LoadAsync()).LayerDirectories);
    }

    [Fact]
    public async Task A_pipe_that_is_silent_does_not_keep_an_interrupted_load_alive()
    {
        using SilentStream archive = new();
        using CancellationTokenSource interrupt = new(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new Load(ContentStore.Open(Root), Progress)
                .RunAsync(archive, interrupt.Token)
                .WaitAsync(TimeSpan.FromSeconds(20), Cancel)
        );
    }

    private static string Named(string entry, string annotation, string name) =>
        $$"""{{entry[..^1]}},"annotations":{"{{annotation}}":"{{name}}"} }""";

    private sealed class SilentStream : MemoryStream
    {
        private readonly ManualResetEventSlim _end = new();

        public override int Read(Span<byte> buffer)
        {
            _end.Wait();
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            _end.Set();
            base.Dispose(disposing);
        }
    }
}
