using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Registry;
using ContainerRt.ImageStore.Tests.Layers;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Images;

/// <summary>What `load` takes for an image layout (image-spec image-layout.md), and what it does with what it does not know.</summary>
public sealed class LoadTests : IDisposable
{
    private const string Strange = "application/vnd.example.strange.v7+json";
    private readonly string _root = Path.Combine(
        Path.GetTempPath(),
        $"crt-load-{Guid.NewGuid():N}"
    );
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Warnings _progress = new();

    public LoadTests() =>
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess,
            "layers are unpacked with their owners, which needs root"
        );

    [Fact]
    public async Task An_archive_of_an_image_layout_is_loaded()
    {
        Layout("1.0.0");
        Index(Image());
        Assert.Single(await LoadAsync());
        Assert.Empty(_progress.Said);
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
        _files[name] = new byte[5 * 1024 * 1024];
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
        Assert.Equal(2, _progress.Said.Count);
        Assert.Contains(Strange, _progress.Said[0]);
        Assert.Contains(Digest.Sha256Of("strange"u8).ToString(), _progress.Said[0]);
        Assert.Contains("application/vnd.example.signature", _progress.Said[1]);
    }

    [Fact]
    public async Task An_archive_with_nothing_but_unknown_types_is_refused_and_they_are_named()
    {
        Layout("1.0.0");
        Index(Describe(Strange, Add("strange")));
        await RefusedAsync(Strange);
        Assert.Empty(new ImageTable(ContentStore.Open(_root)).List());
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

    private string Image()
    {
        byte[] tar = new TarBuilder().File("data", "here").ToArray();
        string config =
            $$"""{"os":"linux","architecture":"{{PlatformChoice.OfThisMachine.Architecture}}","rootfs":{"type":"layers","diff_ids":["{{Digest.Sha256Of(tar)}}"] } }""";
        return Manifest(MediaTypes.Config, Add(config), Describe(MediaTypes.Layer, Blob(tar)));
    }

    private string Manifest(string configType, byte[] config, params string[] layers) =>
        Describe(
            MediaTypes.Manifest,
            Add(
                $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.Manifest}}","config":{{Describe(configType, config)}},"layers":[{{string.Join(',', layers)}}]}"""
            )
        );

    private void Layout(string version) =>
        Add("oci-layout", $$"""{"imageLayoutVersion":"{{version}}"}""");

    private void Index(params string[] entries) => Add("index.json", IndexOf(entries));

    private static string IndexOf(params string[] entries) =>
        $$"""{"schemaVersion":2,"manifests":[{{string.Join(',', entries)}}]}""";

    private static string Describe(string type, byte[] content) =>
        $$"""{"mediaType":"{{type}}","digest":"{{Digest.Sha256Of(content)}}","size":{{content.Length}}}""";

    private void Add(string name, string content) => _files[name] = Encoding.UTF8.GetBytes(content);

    private byte[] Add(string blob) => Blob(Encoding.UTF8.GetBytes(blob));

    private byte[] Blob(byte[] content)
    {
        _files[$"blobs/sha256/{Digest.Sha256Of(content).Hex}"] = content;
        return content;
    }

    private async Task<IReadOnlyList<StoredImage>> LoadAsync()
    {
        TarBuilder tar = new();
        foreach ((string name, byte[] content) in _files)
        {
            tar.Member('0', name, content);
        }
        using MemoryStream archive = new(tar.ToArray());
        return await new Load(ContentStore.Open(_root), _progress).RunAsync(
            archive,
            TestContext.Current.CancellationToken
        );
    }

    private async Task RefusedAsync(params string[] words)
    {
        ImageStoreException error = await Assert.ThrowsAsync<ImageStoreException>(LoadAsync);
        Assert.StartsWith("load: ", error.Message);
        Assert.All(words, word => Assert.Contains(word, error.Message));
    }

    public void Dispose()
    {
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private sealed class Warnings : PullProgress
    {
        public List<string> Said { get; } = [];

        public override void Warn(string message) => Said.Add(message);
    }
}
