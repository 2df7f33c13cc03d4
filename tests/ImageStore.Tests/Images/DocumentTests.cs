using System;
using System.IO;
using System.Text;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Images;

/// <summary>What is said of documents that are damaged or hostile.</summary>
public sealed class DocumentTests : IDisposable
{
    private readonly string _root = Path.Combine(
        Path.GetTempPath(),
        $"crt-documents-{Guid.NewGuid():N}"
    );

    [Theory]
    [InlineData("", "it is no JSON, line 1")]
    [InlineData("null", "null is not allowed, line 1")]
    [InlineData("{\"schemaVersion\":2}", "manifests is missing, line 1")]
    [InlineData(
        "{\"schemaVersion\":2,\n\"manifests\":[{\"digest\":\"../x\"}]}",
        "\"../x\" is not a sha256 or sha512 digest at manifests[0].digest, line 2"
    )]
    public void A_damaged_index_is_named_with_the_place(string json, string what)
    {
        ContentStore store = ContentStore.Open(_root);
        string path = Path.Combine(_root, "index.json");
        File.WriteAllText(path, json);
        ImageStoreException e = Assert.Throws<ImageStoreException>(() => store.ReadIndex());
        Assert.Equal($"read {path}: {what}", e.Message);
    }

    [Fact]
    public void An_index_keeps_what_another_program_has_written_in_known_members()
    {
        ContentStore store = ContentStore.Open(_root);
        string path = Path.Combine(_root, "index.json");
        Digest digest = Digest.Sha256Of("x"u8);
        string json =
            "{\"schemaVersion\":2,\"mediaType\":\"a\",\"manifests\":[{\"mediaType\":\"b\",\"digest\":\""
            + digest
            + "\",\"size\":1,\"urls\":[\"c\"],\"annotations\":{\"d\":\"e\"},"
            + "\"platform\":{\"architecture\":\"arm\",\"os\":\"linux\",\"variant\":\"v7\"},"
            + "\"artifactType\":\"f\"}],\"annotations\":{\"g\":\"h\"}}";
        File.WriteAllText(path, json);
        store.UpdateIndex(index => index);
        Assert.Equal(json, File.ReadAllText(path));
    }

    [Theory]
    [InlineData(
        "{\"schemaVersion\":2,\"layers\":[]}",
        "read the manifest of it: config is missing, line 1"
    )]
    [InlineData(
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"size\":\"1\"},\"layers\":[]}",
        "read the manifest of it: the value is of another type at config.size, line 1"
    )]
    public void A_damaged_manifest_is_named_with_the_place(string json, string message)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        ImageStoreException e = Assert.Throws<ImageStoreException>(() =>
            ManifestDocument.Read(bytes, Digest.Sha256Of(bytes), MediaTypes.Manifest, "it")
        );
        Assert.Equal(message, e.Message);
    }

    public void Dispose()
    {
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }
}
