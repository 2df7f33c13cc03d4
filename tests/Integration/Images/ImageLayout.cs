using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Images;

/// <summary>An OCI image layout on the disk with one image, written without the code that is tested.</summary>
public sealed class ImageLayout
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar+gzip";
    private const string SearchPath =
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private readonly List<string> _layers = [];

    /// <param name="folder">Where it is written.</param>
    /// <param name="tag">The name in its index.</param>
    /// <param name="tars">The layers, lowest first.</param>
    public ImageLayout(string folder, string tag, params IReadOnlyList<byte[]> tars)
        : this(folder, tag, tars, []) { }

    /// <param name="folder">Where it is written.</param>
    /// <param name="tag">The name in its index.</param>
    /// <param name="tars">The layers, lowest first.</param>
    /// <param name="volumes">Its VOLUMEs.</param>
    /// <param name="pack">Makes a blob of a layer; gzip without it.</param>
    /// <param name="change">Changes its configuration.</param>
    public ImageLayout(
        string folder,
        string tag,
        IReadOnlyList<byte[]> tars,
        IReadOnlyList<string> volumes,
        Func<byte[], byte[]>? pack = null,
        Action<JsonObject>? change = null
    )
    {
        Folder = folder;
        Tag = tag;
        _ = Directory.CreateDirectory(Path.Combine(folder, "blobs/sha256"));
        File.WriteAllText(Path.Combine(folder, "oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        JsonArray layers = [];
        JsonArray diffIds = [];
        foreach (byte[] tar in tars)
        {
            diffIds.Add(DigestOf(tar));
            JsonObject layer = Add(LayerType, (pack ?? Compressed)(tar));
            _layers.Add(layer["digest"]!.GetValue<string>());
            layers.Add(layer);
        }
        JsonObject document = Config(diffIds, volumes);
        change?.Invoke(document);
        JsonObject config = Add(ConfigType, Bytes(document));
        ConfigDigest = config["digest"]!.GetValue<string>();
        JsonObject manifest = Add(
            ManifestType,
            Bytes(
                new JsonObject
                {
                    ["schemaVersion"] = 2,
                    ["mediaType"] = ManifestType,
                    ["config"] = config,
                    ["layers"] = layers,
                }
            )
        );
        manifest["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = tag };
        File.WriteAllBytes(
            Path.Combine(folder, "index.json"),
            Bytes(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(manifest) })
        );
    }

    public string Folder { get; }

    public string Tag { get; }

    public string ConfigDigest { get; }

    public IReadOnlyList<string> Layers => _layers;

    public string BlobFile(string digest) =>
        Path.Combine(Folder, "blobs/sha256", digest["sha256:".Length..]);

    /// <summary>The layout as `load` takes it.</summary>
    public string Archive()
    {
        string archive = Folder + ".tar";
        Outcome tar = ProgramRun.To("tar", ["-C", Folder, "-cf", archive, "."]);
        Assert.True(tar.ExitCode == 0, tar.ToString());
        return archive;
    }

    public static string DigestOf(byte[] content) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private JsonObject Add(string type, byte[] content)
    {
        string digest = DigestOf(content);
        File.WriteAllBytes(BlobFile(digest), content);
        return new JsonObject
        {
            ["mediaType"] = type,
            ["digest"] = digest,
            ["size"] = content.Length,
        };
    }

    private static JsonObject Config(JsonArray diffIds, IReadOnlyList<string> volumes) =>
        new()
        {
            ["created"] = "2026-01-01T00:00:00Z",
            ["architecture"] =
                System.Runtime.InteropServices.RuntimeInformation.OSArchitecture
                == System.Runtime.InteropServices.Architecture.Arm64
                    ? "arm64"
                    : "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject
            {
                ["Env"] = new JsonArray(SearchPath),
                ["Cmd"] = new JsonArray("sh"),
                ["Volumes"] = new JsonObject(
                    volumes.Select(x => KeyValuePair.Create<string, JsonNode?>(x, new JsonObject()))
                ),
            },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = diffIds },
        };

    private static byte[] Bytes(JsonNode node) =>
        System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());

    private static byte[] Compressed(byte[] tar)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(tar);
        }
        return packed.ToArray();
    }
}
