using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Registry;
using ContainerRt.ImageStore.Tests.Layers;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Images;

/// <summary>Archives of image layouts, made file by file, and a store that they are loaded into.</summary>
public abstract class ArchiveFixture : IDisposable
{
    protected ArchiveFixture() =>
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess,
            "layers are unpacked with their owners, which needs root"
        );

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected string Root { get; } =
        Path.Combine(Path.GetTempPath(), $"crt-load-{Guid.NewGuid():N}");

    protected Dictionary<string, byte[]> Files { get; } = [];

    protected Warnings Progress { get; } = new();

    protected string Image() => Image(new TarBuilder().File("data", "here").ToArray());

    protected string Image(byte[] tar)
    {
        string config =
            $$"""{"os":"linux","architecture":"{{PlatformChoice.OfThisMachine.Architecture}}","rootfs":{"type":"layers","diff_ids":["{{Digest.Sha256Of(tar)}}"] } }""";
        return Manifest(MediaTypes.Config, Add(config), Describe(MediaTypes.Layer, Blob(tar)));
    }

    protected string Manifest(string configType, byte[] config, params string[] layers) =>
        Describe(
            MediaTypes.Manifest,
            Add(
                $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.Manifest}}","config":{{Describe(configType, config)}},"layers":[{{string.Join(',', layers)}}]}"""
            )
        );

    protected void Layout(string version) =>
        Add("oci-layout", $$"""{"imageLayoutVersion":"{{version}}"}""");

    protected void Index(params string[] entries) => Add("index.json", IndexOf(entries));

    protected static string IndexOf(params string[] entries) =>
        $$"""{"schemaVersion":2,"manifests":[{{string.Join(',', entries)}}]}""";

    protected static string Describe(string type, byte[] content) =>
        $$"""{"mediaType":"{{type}}","digest":"{{Digest.Sha256Of(content)}}","size":{{content.Length}}}""";

    protected void Add(string name, string content) =>
        Files[name] = Encoding.UTF8.GetBytes(content);

    protected byte[] Add(string blob) => Blob(Encoding.UTF8.GetBytes(blob));

    protected byte[] Blob(byte[] content)
    {
        Files[$"blobs/sha256/{Digest.Sha256Of(content).Hex}"] = content;
        return content;
    }

    protected Task<IReadOnlyList<StoredImage>> LoadAsync() => LoadAsync(archive => archive);

    protected async Task<IReadOnlyList<StoredImage>> LoadAsync(Func<byte[], byte[]> pack)
    {
        TarBuilder tar = new();
        foreach ((string name, byte[] content) in Files)
        {
            tar.Member('0', name, content);
        }
        using MemoryStream archive = new(pack(tar.ToArray()));
        return await new Load(ContentStore.Open(Root), Progress).RunAsync(
            archive,
            TestContext.Current.CancellationToken
        );
    }

    protected async Task RefusedAsync(params string[] words)
    {
        ImageStoreException error = await Assert.ThrowsAsync<ImageStoreException>(LoadAsync);
        Assert.StartsWith("load: ", error.Message);
        Assert.All(words, word => Assert.Contains(word, error.Message));
    }

    public void Dispose()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
        GC.SuppressFinalize(this);
    }

    protected sealed class Warnings : PullProgress
    {
        public List<string> Said { get; } = [];

        public override void Warn(string message) => Said.Add(message);
    }
}
