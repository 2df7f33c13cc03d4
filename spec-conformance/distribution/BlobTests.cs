using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.ImageStore.Tests.Registry;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Distribution;

/// <summary>spec.md: blobs, redirects, old registries, proxies, warnings.</summary>
public sealed class BlobTests : DistributionTest
{
    private const string Warning = "Warning: 299 - \"this image is soon gone\"";

    [Must("content-verified")]
    public void A_layer_is_checked_against_the_manifest()
    {
        byte[] other = [.. Layer];
        other[^9] ^= 1;
        Registry.Answers[Blob(Layer)] = _ => HostileRegistry.Ok(other);
        IsRefused(Pull());
    }

    [Must("pull-resumed")]
    public void An_interrupted_blob_is_continued()
    {
        Registry.Answers[Blob(Layer)] = x => x.Number == 0 ? Cut(Layer, 100_000) : Ranged(x, Layer);
        IsPulled(Pull());
        Assert.Equal("bytes=100000-", Asked(Blob(Layer)).Last().Headers["Range"]);
    }

    [Must("blob-digest-header")]
    public void The_content_of_a_blob_counts_and_not_a_header()
    {
        byte[] other = [.. Layer];
        other[^9] ^= 1;
        string right = Blob(Layer).Split('/')[^1];
        Registry.Answers[Blob(Layer)] = _ =>
            HostileRegistry.Ok(other, $"Docker-Content-Digest: {right}");
        IsRefused(Pull());
    }

    [Must("blob-requested-digest")]
    public void A_configuration_is_checked_against_the_requested_digest()
    {
        byte[] other = [.. Config];
        other[^2] = (byte)'\n';
        Registry.Answers[Blob(Config)] = _ => HostileRegistry.Ok(other);
        IsRefused(Pull());
    }

    [Must("blob-size")]
    public void A_blob_of_another_size_is_refused()
    {
        Registry.Answers[Blob(Layer)] = _ => HostileRegistry.Ok([.. Layer, 0]);
        IsRefused(Pull());
    }

    [Must("blob-not-found")]
    public void A_blob_that_is_not_there_is_an_error()
    {
        Assert.True(Registry.Answers.TryRemove(Blob(Layer), out _));
        IsRefused(Pull());
    }

    [Must("redirect-followed")]
    public void A_redirect_is_followed()
    {
        using HostileRegistry other = Redirected();
        IsPulled(Pull());
        _ = Assert.Single(other.Requests);
    }

    [Must("redirect-no-credentials")]
    public void Credentials_do_not_go_to_another_host()
    {
        using HostileRegistry other = Redirected();
        string challenge =
            $"WWW-Authenticate: Bearer realm=\"http://{Registry.Host}/token\",service=\"s\"";
        foreach (string path in Registry.Answers.Keys.ToArray())
        {
            System.Func<HostileRegistry.Request, byte[]> answer = Registry.Answers[path];
            Registry.Answers[path] = x =>
                x.Headers.ContainsKey("Authorization")
                    ? answer(x)
                    : HostileRegistry.Answer("401 Unauthorized", [], challenge);
        }
        Registry.Answers["/token"] = _ => HostileRegistry.Ok("{\"token\":\"secret\"}"u8.ToArray());
        IsPulled(Pull());
        Assert.Equal("Bearer secret", Asked(Blob(Layer)).Last().Headers["Authorization"]);
        Assert.False(Assert.Single(other.Requests).Headers.ContainsKey("Authorization"));
    }

    [Must("range-ignored")]
    public void A_registry_that_ignores_ranges_serves_as_well()
    {
        Registry.Answers[Blob(Layer)] = x =>
            x.Number == 0 ? Cut(Layer, 100_000) : HostileRegistry.Ok(Layer);
        IsPulled(Pull());
    }

    [Must("backwards-compatible")]
    public void A_registry_of_the_first_version_serves_as_well()
    {
        // no /v2/ answer, no digests in headers, no HEAD, no Content-Type for blobs
        Registry.Answers["/v2/"] = _ => HostileRegistry.Answer("404 Not Found", []);
        IsPulled(Pull());
    }

    [Must("proxy-ns-non-proxy")]
    public void Ns_is_not_sent_to_a_registry_that_is_no_proxy()
    {
        IsPulled(Pull());
        Assert.DoesNotContain(
            Registry.Requests,
            x => x.Path.Contains("ns=", System.StringComparison.Ordinal)
        );
    }

    [Must("proxy-ns")]
    public void Ns_for_a_proxy_is_the_source_host()
    {
        IsPulled(Pull("docker.io/library/thing:1", Mirror()));
        Assert.All(Registry.Requests, x => Assert.EndsWith("?ns=docker.io", x.Path));
    }

    [Must("proxy-credentials")]
    public void Credentials_of_the_source_do_not_go_to_the_proxy()
    {
        string auth = Path.Combine(Folder, "auth.json");
        File.WriteAllText(
            auth,
            """{"auths":{"docker.io":{"auth":"dXNlcjpwYXNz"},"https://index.docker.io/v1/":{"auth":"dXNlcjpwYXNz"}}}"""
        );
        Dictionary<string, string> environment = Mirror();
        environment["REGISTRY_AUTH_FILE"] = auth;
        Registry.Answers[ManifestPath("1")] = _ =>
            HostileRegistry.Answer(
                "401 Unauthorized",
                [],
                "WWW-Authenticate: Basic realm=\"proxy\""
            );
        _ = Pull("docker.io/library/thing:1", environment);
        Assert.NotEmpty(Registry.Requests);
        Assert.All(Registry.Requests, x => Assert.False(x.Headers.ContainsKey("Authorization")));
    }

    [Must("warning-reported")]
    public void A_warning_is_reported()
    {
        ServeManifest(Manifest, ManifestType, Warning);
        Integration.Programs.Outcome outcome = Pull();
        IsPulled(outcome);
        Assert.Contains("soon gone", outcome.Errors, System.StringComparison.Ordinal);
    }

    [Must("warning-deduplicated")]
    public void A_warning_is_reported_once()
    {
        ServeManifest(Manifest, ManifestType, Warning);
        Registry.Answers[Blob(Config)] = _ => HostileRegistry.Ok(Config, Warning);
        Registry.Answers[Blob(Layer)] = _ => HostileRegistry.Ok(Layer, Warning);
        Integration.Programs.Outcome outcome = Pull();
        IsPulled(outcome);
        Assert.Equal(2, outcome.Errors.Split("soon gone").Length);
    }

    [Must("warning-no-action")]
    public void A_warning_has_no_other_effect()
    {
        Registry.Answers[Blob(Layer)] = _ =>
            HostileRegistry.Ok(Layer, Warning, "Warning: 199 agent \"odd\"");
        IsPulled(Pull());
        Assert.Equal(3, Registry.Requests.Count);
    }

    private HostileRegistry Redirected()
    {
        HostileRegistry other = new();
        other.Answers["/elsewhere"] = _ => HostileRegistry.Ok(Layer);
        Registry.Answers[Blob(Layer)] = _ =>
            HostileRegistry.Answer(
                "307 Temporary Redirect",
                [],
                $"Location: http://{other.Host}/elsewhere"
            );
        return other;
    }

    private static byte[] Cut(byte[] blob, int length) =>
        HostileRegistry.Answer("200 OK", blob[..length], $"Content-Length: {blob.Length}");

    private Dictionary<string, string> Mirror()
    {
        string file = Path.Combine(Folder, "registries.conf");
        File.WriteAllText(
            file,
            $"""
            [[registry]]
            prefix = "docker.io"
            [[registry.mirror]]
            location = "{Registry.Host}"
            insecure = true
            """
        );
        return new() { ["CRT_REGISTRIES_CONF"] = file };
    }
}
