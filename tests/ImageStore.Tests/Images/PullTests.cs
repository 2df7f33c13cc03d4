using System;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Registry;
using ContainerRt.ImageStore.Tests.Registry;
using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Images;

public sealed class PullTests : IDisposable
{
    private const string Base = "/v2/library/thing/";
    private readonly string _root = Path.Combine(
        Path.GetTempPath(),
        $"crt-pull-{Guid.NewGuid():N}"
    );
    private readonly HostileRegistry _registry = new();
    private readonly byte[] _layer;
    private readonly byte[] _config;

    public PullTests()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess,
            "layers are unpacked with their owners, which needs root"
        );
        byte[] content = new byte[400_000];
        new Random(1).NextBytes(content);
        using MemoryStream tar = new();
        using (TarWriter writer = new(tar, leaveOpen: true))
        {
            writer.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, "data")
                {
                    DataStream = new MemoryStream(content),
                }
            );
        }
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(tar.ToArray());
        }
        _layer = packed.ToArray();
        _config = ConfigOf(Digest.Sha256Of(tar.ToArray()).Hex);
        AnswerWith(_config, _layer);
    }

    [Fact]
    public async Task An_image_is_pulled_and_unpacked()
    {
        StoredImage image = await PullAsync();
        Assert.Equal(Digest.Sha256Of(_config), image.Id);
        Assert.True(File.Exists(Path.Combine(Assert.Single(image.LayerDirectories), "data")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_root, "ingest"), "*.partial"));
    }

    [Fact]
    public async Task A_blob_with_another_digest_leaves_nothing_behind()
    {
        byte[] wrong = (byte[])_layer.Clone();
        wrong[^1] ^= 1;
        _registry.Answers[Blob(_layer)] = _ => HostileRegistry.Ok(wrong);
        await RefusedAsync(Digest.Sha256Of(_layer).ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_root, "layers")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_root, "staging")));
        Assert.Empty(new ImageTable(ContentStore.Open(_root)).List());
    }

    [Fact]
    public async Task A_cut_connection_is_taken_up_where_it_ended()
    {
        _registry.Answers[Blob(_layer)] = r =>
            r.Number == 0
                ? HostileRegistry.Answer(
                    "200 OK",
                    _layer[..200_000],
                    $"Content-Length: {_layer.Length}"
                )
                : Range(r);
        await PullAsync();
        Assert.Equal(
            "bytes=200000-",
            _registry.Requests.Last(r => r.Path == Blob(_layer)).Headers["Range"]
        );
    }

    [Fact]
    public async Task What_an_earlier_program_left_is_not_fetched_again()
    {
        _ = ContentStore.Open(_root);
        await File.WriteAllBytesAsync(
            Partial(_layer),
            _layer[..123_456],
            TestContext.Current.CancellationToken
        );
        _registry.Answers[Blob(_layer)] = Range;
        await PullAsync();
        Assert.Equal(
            "bytes=123456-",
            _registry.Requests.Single(r => r.Path == Blob(_layer)).Headers["Range"]
        );
    }

    [Fact]
    public async Task A_spoiled_partial_is_thrown_away_and_fetched_whole()
    {
        _ = ContentStore.Open(_root);
        await File.WriteAllBytesAsync(
            Partial(_layer),
            new byte[5000],
            TestContext.Current.CancellationToken
        );
        _registry.Answers[Blob(_layer)] = r =>
            r.Headers.ContainsKey("Range") ? Range(r) : HostileRegistry.Ok(_layer);
        await PullAsync();
    }

    // Red when the check in RegistryClient.FollowAsync is replaced by `true`.
    [Fact]
    public async Task A_redirect_to_another_host_carries_no_credentials()
    {
        using HostileRegistry other = new();
        other.Answers["/elsewhere"] = _ => HostileRegistry.Ok(_layer);
        string token = "Bearer realm=\"http://" + _registry.Host + "/token\",service=\"s\"";
        _registry.Answers["/token"] = _ => HostileRegistry.Ok("{\"token\":\"secret\"}"u8.ToArray());
        foreach (
            (string path, Func<HostileRegistry.Request, byte[]> answer) in _registry
                .Answers.Where(a => a.Key != "/token")
                .ToList()
        )
        {
            _registry.Answers[path] = r =>
                r.Headers.ContainsKey("Authorization")
                    ? answer(r)
                    : HostileRegistry.Answer("401 Unauthorized", [], $"WWW-Authenticate: {token}");
        }
        _registry.Answers[Blob(_layer)] = _ =>
            HostileRegistry.Answer(
                "307 Temporary Redirect",
                [],
                $"Location: http://{other.Host}/elsewhere"
            );
        await PullAsync();
        Assert.Equal(
            "Bearer secret",
            _registry.Requests.Last(r => r.Path == Blob(_layer)).Headers["Authorization"]
        );
        Assert.False(Assert.Single(other.Requests).Headers.ContainsKey("Authorization"));
        Assert.Single(
            _registry.Requests,
            r => r.Path.StartsWith("/token", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_named_and_not_only_the_registry()
    {
        using HostileRegistry gone = new();
        string host = gone.Host;
        gone.Dispose();
        _registry.Answers[Blob(_layer)] = _ =>
            HostileRegistry.Answer("307 Temporary Redirect", [], $"Location: http://{host}/there");
        await RefusedAsync($"reach registry {_registry.Host} at {host}: connection refused");
    }

    [Fact]
    public async Task A_busy_registry_is_asked_again()
    {
        _registry.Answers[Blob(_config)] = r =>
            r.Number < 2
                ? HostileRegistry.Answer("429 Too Many Requests", [], "Retry-After: 0")
                : HostileRegistry.Ok(_config);
        await PullAsync();
        Assert.Equal(3, _registry.Requests.Count(r => r.Path == Blob(_config)));
    }

    [Fact]
    public async Task A_registry_that_stops_sending_is_left()
    {
        _registry.Answers[Blob(_layer)] = r =>
        {
            Thread.Sleep(r.Number == 0 ? 3000 : 0);
            return HostileRegistry.Ok(_layer);
        };
        await PullAsync(
            new RegistryOptions
            {
                AnswerTimeout = TimeSpan.FromMilliseconds(300),
                FirstDelay = TimeSpan.FromMilliseconds(10),
            }
        );
        Assert.Equal(2, _registry.Requests.Count(r => r.Path == Blob(_layer)));
    }

    [Theory]
    [InlineData("""{"schemaVersion":2,"manifests":[],"layers":[],"config":{}}""", "both")]
    [InlineData("""{"schemaVersion":2,"schemaVersion":2,"layers":[],"config":{}}""", "")]
    [InlineData("""{"schemaVersion":1,"fsLayers":[]}""", "schema 1")]
    [InlineData(
        """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","layers":[]}""",
        "says that it is"
    )]
    [InlineData("[]", "not a JSON object")]
    [InlineData("", "")]
    public async Task A_manifest_with_two_meanings_or_none_is_refused(string text, string why)
    {
        _registry.Answers[Base + "manifests/1"] = _ =>
            HostileRegistry.Ok(
                Encoding.UTF8.GetBytes(text),
                $"Content-Type: {MediaTypes.Manifest}"
            );
        await RefusedAsync(why);
    }

    [Fact]
    public async Task A_manifest_without_end_is_refused()
    {
        _registry.Answers[Base + "manifests/1"] = _ =>
            HostileRegistry.Ok(new byte[5 * 1024 * 1024], $"Content-Type: {MediaTypes.Manifest}");
        await RefusedAsync("larger than");
    }

    [Fact]
    public async Task A_layer_whose_content_is_not_what_the_configuration_says_is_refused()
    {
        AnswerWith(ConfigOf(new string('0', 64)), _layer);
        await RefusedAsync("the configuration says");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_root, "layers")));
    }

    // Digests, sizes and the configuration agree with what is there: the sum of no bytes is that of an empty layer.
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(15)]
    public async Task A_layer_that_is_cut_in_its_head_is_refused_and_named(int length)
    {
        byte[] cut = _layer[..length];
        AnswerWith(ConfigOf(Digest.Sha256Of([]).Hex), cut);
        ImageStoreException error = await RefusedAsync(Digest.Sha256Of(cut).ToString());
        Assert.Contains(length == 0 ? "empty" : "cut off", error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_root, "layers")));
    }

    private async Task<StoredImage> PullAsync(RegistryOptions? options = null)
    {
        Assert.True(
            ImageReference.TryParse(
                $"{_registry.Host}/library/thing:1",
                out ImageReference? reference
            )
        );
        Pull pull = new(
            ContentStore.Open(_root),
            RegistriesConfig.Parse("", "none"),
            new PullProgress()
        )
        {
            Options = options ?? new RegistryOptions { FirstDelay = TimeSpan.FromMilliseconds(10) },
        };
        return await pull.RunAsync(reference, null, TestContext.Current.CancellationToken);
    }

    private async Task<ImageStoreException> RefusedAsync(string why)
    {
        ImageStoreException error = await Assert.ThrowsAsync<ImageStoreException>(() =>
            PullAsync()
        );
        Assert.Contains(why, error.Message);
        return error;
    }

    private static byte[] ConfigOf(string diffId) =>
        Encoding.UTF8.GetBytes(
            $$"""{"os":"linux","architecture":"{{PlatformChoice.OfThisMachine.Architecture}}","rootfs":{"type":"layers","diff_ids":["sha256:{{diffId}}"] } }"""
        );

    private static byte[] ManifestOf(byte[] config, byte[] layer) =>
        Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.Manifest}}","config":{{Describe(MediaTypes.Config, config)}},"layers":[{{Describe(MediaTypes.LayerGzip, layer)}}]}"""
        );

    private void AnswerWith(byte[] config, byte[] layer)
    {
        byte[] manifest = ManifestOf(config, layer);
        _registry.Answers[Base + "manifests/1"] = _ =>
            HostileRegistry.Ok(manifest, $"Content-Type: {MediaTypes.Manifest}");
        _registry.Answers[Blob(config)] = _ => HostileRegistry.Ok(config);
        _registry.Answers[Blob(layer)] = _ => HostileRegistry.Ok(layer);
    }

    private byte[] Range(HostileRegistry.Request request)
    {
        int from = int.Parse(request.Headers["Range"].Split('=', '-')[1]);
        return HostileRegistry.Answer(
            "206 Partial Content",
            _layer[from..],
            $"Content-Length: {_layer.Length - from}",
            $"Content-Range: bytes {from}-{_layer.Length - 1}/{_layer.Length}"
        );
    }

    private string Partial(byte[] blob) =>
        Path.Combine(_root, "ingest", $"sha256-{Digest.Sha256Of(blob).Hex}.partial");

    private static string Blob(byte[] content) => $"{Base}blobs/{Digest.Sha256Of(content)}";

    private static string Describe(string type, byte[] content) =>
        $$"""{"mediaType":"{{type}}","digest":"{{Digest.Sha256Of(content)}}","size":{{content.Length}}}""";

    public void Dispose()
    {
        _registry.Dispose();
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }
}
