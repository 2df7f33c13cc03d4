using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Images;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Image;

/// <summary>image-layout.md, and what layer.md says of layers that may not be distributed.</summary>
public sealed class LayoutTests : LayoutTest
{
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const string RefName = "org.opencontainers.image.ref.name";

    [Must("layout-write-blobs")]
    public void The_store_has_blobs()
    {
        IsLoaded();
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(ImageRoot, "blobs/sha256")));
    }

    [Must("layout-write-marker")]
    public void The_store_has_a_marker()
    {
        IsLoaded();
        IsMarker(Path.Combine(ImageRoot, "oci-layout"));
    }

    [Must("layout-write-index")]
    public void The_store_has_an_index()
    {
        IsLoaded();
        IsIndex(Path.Combine(ImageRoot, "index.json"));
    }

    [Must("layout-save-blobs")]
    public void A_saved_archive_has_blobs() =>
        Assert.Equal(3, Directory.GetFiles(Path.Combine(Saved(), "blobs/sha256")).Length);

    [Must("layout-save-marker")]
    public void A_saved_archive_has_a_marker() => IsMarker(Path.Combine(Saved(), "oci-layout"));

    [Must("layout-save-index")]
    public void A_saved_archive_has_an_index() => IsIndex(Path.Combine(Saved(), "index.json"));

    [Must("layout-load-no-blobs")]
    public void An_archive_without_blobs_is_refused()
    {
        Directory.Delete(In("blobs"), recursive: true);
        IsRefused(Load());
    }

    [Must("layout-load-no-marker")]
    public void An_archive_without_a_marker_is_refused()
    {
        File.Delete(In("oci-layout"));
        IsRefused(Load());
    }

    [Must("layout-load-marker-json")]
    public void A_marker_that_is_no_object_is_refused()
    {
        File.WriteAllText(In("oci-layout"), "[\"1.0.0\"]");
        IsRefused(Load());
    }

    [Must("layout-load-marker-version")]
    public void A_marker_without_a_version_is_refused()
    {
        File.WriteAllText(In("oci-layout"), "{}");
        IsRefused(Load());
    }

    [Must("layout-load-no-index")]
    public void An_archive_without_an_index_is_refused()
    {
        File.Delete(In("index.json"));
        IsRefused(Load());
    }

    [Must("layout-load-index-json")]
    public void An_index_that_is_none_is_refused()
    {
        foreach (
            string bad in (string[])["[]", "{}", "{\"schemaVersion\":2,\"manifests\":7}", "no"]
        )
        {
            File.WriteAllText(In("index.json"), bad);
            IsRefused(Load());
        }
    }

    [Must("blob-write-digest")]
    public void Each_blob_has_the_digest_of_its_name()
    {
        IsLoaded();
        Assert.All(
            Directory.GetFiles(Path.Combine(ImageRoot, "blobs/sha256")),
            x =>
                Assert.Equal(
                    "sha256:" + Path.GetFileName(x),
                    ImageLayout.DigestOf(File.ReadAllBytes(x))
                )
        );
    }

    [Must("blob-load-digest")]
    public void A_blob_with_another_digest_is_refused()
    {
        string blob = Layout.BlobFile(Layout.Layers[0]);
        byte[] bytes = File.ReadAllBytes(blob);
        bytes[^9] ^= 1;
        File.WriteAllBytes(blob, bytes);
        IsRefused(Load());
    }

    [Must("blob-load-alphabet")]
    public void A_digest_outside_of_the_grammar_is_refused()
    {
        foreach (string digest in (string[])["sha256:../../escape", "SHA 256:00", "sha256:ABCD"])
        {
            ChangeIndex(x => x[0]!["digest"] = digest);
            IsRefused(Load());
        }
        Assert.Empty(Directory.GetFiles(ImageRoot, "escape*", SearchOption.AllDirectories));
    }

    [Must("blob-unreferenced")]
    public void A_blob_that_nothing_refers_to_is_allowed()
    {
        _ = AddBlob("text/plain", "nobody asks for me");
        IsLoaded();
    }

    [Must("index-unknown-type")]
    public void An_entry_with_an_unknown_type_is_ignored()
    {
        JsonObject unknown = AddBlob("application/xml", "<xml/>");
        ChangeIndex(x => x.Add(unknown));
        IsLoaded();
    }

    [Must("index-nested")]
    public void An_entry_may_be_an_index()
    {
        JsonObject inner = Json(In("index.json"));
        JsonNode image = inner["manifests"]![0]!;
        _ = image.AsObject().Remove("annotations");
        image["platform"] = new JsonObject
        {
            ["os"] = "linux",
            ["architecture"] = Json(Layout.BlobFile(Layout.ConfigDigest))[
                "architecture"
            ]!.DeepClone(),
        };
        JsonObject entry = AddBlob(IndexType, inner.ToJsonString());
        entry["annotations"] = new JsonObject { [RefName] = Name };
        ChangeIndex(x =>
        {
            x.Clear();
            x.Add(entry);
        });
        IsLoaded();
    }

    [Must("index-name-only-here")]
    public void A_name_elsewhere_than_in_the_index_does_not_count()
    {
        JsonObject inner = Json(In("index.json"));
        JsonNode image = inner["manifests"]![0]!;
        image["annotations"] = new JsonObject { [RefName] = "example.org/other:2" };
        JsonObject entry = AddBlob(IndexType, inner.ToJsonString());
        entry["annotations"] = new JsonObject { [RefName] = Name };
        ChangeIndex(x =>
        {
            x.Clear();
            x.Add(entry);
        });
        IsLoaded();
        Assert.DoesNotContain("other", Succeeds("images"), System.StringComparison.Ordinal);
    }

    [Must("foreign-downloaded")]
    public void The_media_type_of_a_foreign_layer_is_accepted()
    {
        ChangeLayer(x =>
            x["mediaType"] = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"
        );
        IsWhole(Load());
    }

    [Must("foreign-urls")]
    public void Urls_of_a_layer_change_nothing()
    {
        ChangeLayer(x => x["urls"] = new JsonArray("http://127.0.0.1:1/nowhere"));
        IsWhole(Load());
    }

    private void IsWhole(Integration.Programs.Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Single(Directory.GetDirectories(Path.Combine(ImageRoot, "layers")));
    }

    private void ChangeLayer(System.Action<JsonNode> change)
    {
        string old = Json(In("index.json"))["manifests"]![0]!["digest"]!.GetValue<string>();
        JsonObject manifest = Json(Layout.BlobFile(old));
        change(manifest["layers"]!.AsArray().Single()!);
        JsonObject descriptor = AddBlob(
            manifest["mediaType"]!.GetValue<string>(),
            manifest.ToJsonString()
        );
        ChangeIndex(x =>
        {
            x[0]!["digest"] = descriptor["digest"]!.DeepClone();
            x[0]!["size"] = descriptor["size"]!.DeepClone();
        });
    }
}
