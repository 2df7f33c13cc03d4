using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using ContainerRt.ImageStore.Tests.Layers;
using ContainerRt.ImageStore.Tests.Registry;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using ContainerRt.Integration.User;
using Xunit;

namespace ContainerRt.SpecConformance.Distribution;

/// <summary>`crt pull`, and so crt-image, against a registry in this process that behaves as the test says.</summary>
public abstract class DistributionTest : UserTest
{
    protected const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string Repository = "/v2/library/thing/";

    protected DistributionTest()
    {
        byte[] content = new byte[300_000];
        new Random(1).NextBytes(content);
        byte[] tar = new TarBuilder().Member('0', "data", content).ToArray();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(tar);
        }
        Layer = packed.ToArray();
        string machine =
            RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        Config = Encoding.UTF8.GetBytes(
            $$"""{"os":"linux","architecture":"{{machine}}","rootfs":{"type":"layers","diff_ids":["{{ImageLayout.DigestOf(tar)}}"] } }"""
        );
        Manifest = ManifestWith("");
        ServeManifest(Manifest);
        Registry.Answers[Blob(Config)] = _ => HostileRegistry.Ok(Config);
        Registry.Answers[Blob(Layer)] = _ => HostileRegistry.Ok(Layer);
    }

    internal HostileRegistry Registry { get; } = new();

    protected byte[] Layer { get; }

    protected byte[] Config { get; }

    protected byte[] Manifest { get; private set; }

    protected string Name => $"{Registry.Host}/library/thing";

    protected static string ManifestPath(string reference) => $"{Repository}manifests/{reference}";

    protected static string Blob(byte[] content) =>
        $"{Repository}blobs/{ImageLayout.DigestOf(content)}";

    protected byte[] ManifestWith(string more) =>
        Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{ManifestType}}","config":{{Describe("application/vnd.oci.image.config.v1+json", Config)}},"layers":[{{Describe("application/vnd.oci.image.layer.v1.tar+gzip", Layer)}}]{{more}}}"""
        );

    protected void ServeManifest(
        byte[] manifest,
        string type = ManifestType,
        params string[] headers
    )
    {
        Manifest = manifest;
        foreach (string reference in (string[])["1", ImageLayout.DigestOf(manifest)])
        {
            Registry.Answers[ManifestPath(reference)] = _ =>
                HostileRegistry.Ok(manifest, [$"Content-Type: {type}", .. headers]);
        }
    }

    protected Outcome Pull(
        string? reference = null,
        IReadOnlyDictionary<string, string>? environment = null
    ) =>
        ProgramRun.To(
            Program,
            ["pull", reference ?? Name + ":1"],
            new RunOptions
            {
                Environment = Variables
                    .Concat(environment ?? new Dictionary<string, string>())
                    .ToDictionary(),
            }
        );

    protected void IsPulled(Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Equal(ImageLayout.DigestOf(Config), outcome.Text.Split('\n')[^1]);
        string layer = Assert.Single(Directory.GetDirectories(Path.Combine(ImageRoot, "layers")));
        Assert.True(File.Exists(Path.Combine(layer, "fs/data")));
    }

    protected void IsRefused(Outcome outcome)
    {
        Fails(outcome, 125);
        Assert.NotEqual("", outcome.Errors);
        Assert.Equal("", Succeeds("images", "-q"));
        string layers = Path.Combine(ImageRoot, "layers");
        Assert.Empty(Directory.Exists(layers) ? Directory.GetDirectories(layers) : []);
    }

    /// <summary>Answers a Range request for a blob as it should be answered.</summary>
    internal static byte[] Ranged(HostileRegistry.Request request, byte[] blob)
    {
        if (!request.Headers.TryGetValue("Range", out string? range))
        {
            return HostileRegistry.Ok(blob);
        }
        int from = int.Parse(range.Split('=', '-')[1], CultureInfo.InvariantCulture);
        return HostileRegistry.Answer(
            "206 Partial Content",
            blob[from..],
            $"Content-Length: {blob.Length - from}",
            $"Content-Range: bytes {from}-{blob.Length - 1}/{blob.Length}"
        );
    }

    internal IEnumerable<HostileRegistry.Request> Asked(string path) =>
        Registry.Requests.Where(x => x.Path.Split('?')[0] == path);

    protected override void Dispose(bool disposing)
    {
        Registry.Dispose();
        base.Dispose(disposing);
    }

    private static string Describe(string type, byte[] content) =>
        $$"""{"mediaType":"{{type}}","digest":"{{ImageLayout.DigestOf(content)}}","size":{{content.Length}}}""";
}
