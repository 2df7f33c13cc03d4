using System;
using System.Linq;
using ContainerRt.ImageStore.Tests.Registry;
using ContainerRt.Integration.Images;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Distribution;

/// <summary>spec.md: names, references and manifests.</summary>
public sealed class ManifestTests : DistributionTest
{
    [Must("legacy-headers")]
    public void Docker_headers_are_not_needed()
    {
        // the registry of these tests sends none
        IsPulled(Pull());
        Assert.NotEmpty(Registry.Requests);
    }

    [Must("legacy-errors")]
    public void An_unknown_error_code_is_an_error_as_any_other()
    {
        Registry.Answers[ManifestPath("1")] = _ =>
            HostileRegistry.Answer(
                "404 Not Found",
                "{\"errors\":[{\"code\":\"TAG_INVALID\",\"message\":\"old words\"}]}"u8.ToArray()
            );
        IsRefused(Pull());
    }

    [Must("name-grammar")]
    public void A_name_outside_of_the_grammar_is_refused_unasked()
    {
        foreach (string bad in (string[])["Upper", "a__-b", "-a", "a//b", "a/../b", "a%2fb"])
        {
            IsRefused(Pull($"{Registry.Host}/library/{bad}:1"));
        }
        Assert.Empty(Registry.Requests);
    }

    [Must("reference-tag")]
    public void A_reference_may_be_a_tag()
    {
        IsPulled(Pull(Name + ":1"));
        _ = Assert.Single(Asked(ManifestPath("1")));
    }

    [Must("reference-digest")]
    public void A_reference_may_be_a_digest()
    {
        string digest = ImageLayout.DigestOf(Manifest);
        IsPulled(Pull($"{Name}@{digest}"));
        _ = Assert.Single(Asked(ManifestPath(digest)));
    }

    [Must("reference-other")]
    public void A_reference_is_nothing_else()
    {
        foreach (
            string bad in (string[])[":", ":a/b", ":" + new string('x', 129), "@sha256:12", ":-a"]
        )
        {
            IsRefused(Pull(Name + bad));
        }
        Assert.Empty(Registry.Requests);
    }

    [Must("manifest-accept")]
    public void Accept_names_the_types_of_manifest()
    {
        IsPulled(Pull());
        string accept = Asked(ManifestPath("1")).First().Headers["Accept"];
        Assert.Contains(ManifestType, accept, StringComparison.Ordinal);
        Assert.Contains(
            "application/vnd.oci.image.index.v1+json",
            accept,
            StringComparison.Ordinal
        );
    }

    [Must("manifest-type-mismatch")]
    public void A_manifest_of_another_type_than_announced_is_refused()
    {
        ServeManifest(Manifest, "application/vnd.docker.distribution.manifest.v2+json");
        IsRefused(Pull());
    }

    [Must("manifest-type-parameters")]
    public void Parameters_of_the_type_are_ignored()
    {
        ServeManifest(Manifest, ManifestType + "; charset=utf-8");
        IsPulled(Pull());
    }

    [Must("manifest-digest-header")]
    public void A_digest_in_a_header_is_verified()
    {
        ServeManifest(
            Manifest,
            ManifestType,
            $"Docker-Content-Digest: sha256:{new string('0', 64)}"
        );
        IsRefused(Pull());
    }

    [Must("manifest-by-digest")]
    public void A_manifest_asked_for_by_digest_is_verified()
    {
        string digest = ImageLayout.DigestOf(ManifestWith(",\"annotations\":{}"));
        Registry.Answers[ManifestPath(digest)] = Registry.Answers[ManifestPath("1")];
        IsRefused(Pull($"{Name}@{digest}"));
    }

    [Must("manifest-not-found")]
    public void A_manifest_that_is_not_there_is_an_error()
    {
        IsRefused(Pull(Name + ":other"));
        Assert.NotEmpty(Asked(ManifestPath("other")));
    }

    [Must("manifest-four-megabytes")]
    public void A_manifest_of_four_megabytes_is_supported()
    {
        ServeManifest(
            ManifestWith($",\"annotations\":{{\"org.example\":\"{new string('x', 3_999_000)}\"}}")
        );
        IsPulled(Pull());
    }
}
