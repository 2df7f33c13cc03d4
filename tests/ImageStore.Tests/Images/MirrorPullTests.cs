using System;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Registry;
using ContainerRt.ImageStore.Tests.Layers;
using ContainerRt.ImageStore.Tests.Registry;
using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Images;

/// <summary>Which of several places is asked for what, when hosts.toml says so.</summary>
public sealed class MirrorPullTests : IDisposable
{
    private const string Registry = "registry.test";
    private readonly string _folder = Directory.CreateTempSubdirectory("crt-mirror").FullName;
    private readonly HostileRegistry _mirror = new();
    private readonly HostileRegistry _upstream = new();
    private string _digest = "";

    public MirrorPullTests() =>
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess,
            "layers are unpacked with their owners, which needs root"
        );

    [Fact]
    public async Task The_server_answers_when_no_host_does()
    {
        Serve(_upstream);
        Hosts($"server = \"http://{_upstream.Host}\"\n[host.\"http://{_mirror.Host}\"]");
        await PullAsync();
        Assert.NotEmpty(_mirror.Requests);
        Assert.All(_upstream.Requests, r => Assert.Contains($"?ns={Registry}", r.Path));
    }

    [Fact]
    public async Task A_host_that_may_only_pull_gives_content_and_is_not_asked_for_a_tag()
    {
        Serve(_upstream);
        Serve(_mirror);
        Hosts(
            $"server = \"http://{_upstream.Host}\"\n[host.\"http://{_mirror.Host}\"]\ncapabilities = [\"pull\"]"
        );
        await PullAsync();
        Assert.DoesNotContain(_mirror.Requests, r => r.Path.Contains("manifests/1"));
        Assert.Contains(_mirror.Requests, r => r.Path.Contains("/blobs/"));
        Assert.DoesNotContain(_upstream.Requests, r => r.Path.Contains("/blobs/"));
    }

    [Fact]
    public async Task A_host_that_may_only_pull_and_lacks_the_image_is_passed_over()
    {
        Serve(_upstream);
        Hosts(
            $"server = \"http://{_upstream.Host}\"\n[host.\"http://{_mirror.Host}\"]\ncapabilities = [\"pull\"]"
        );
        await PullAsync();
        Assert.Contains(_upstream.Requests, r => r.Path.Contains("/blobs/"));
    }

    [Fact]
    public async Task A_host_that_may_only_resolve_says_what_a_tag_is_and_gives_no_content()
    {
        Serve(_upstream);
        Serve(_mirror);
        Hosts(
            $"server = \"http://{_upstream.Host}\"\n[host.\"http://{_mirror.Host}\"]\ncapabilities = [\"resolve\"]"
        );
        await PullAsync();
        Assert.DoesNotContain(_mirror.Requests, r => r.Path.Contains("/blobs/"));
        Assert.DoesNotContain(_upstream.Requests, r => r.Path.Contains("manifests/1"));
    }

    [Fact]
    public async Task A_digest_may_come_from_a_host_that_may_only_pull()
    {
        Serve(_mirror);
        Hosts(
            $"server = \"http://{_upstream.Host}\"\n[host.\"http://{_mirror.Host}\"]\ncapabilities = [\"pull\"]"
        );
        await PullAsync($"{Registry}/team/thing@{_digest}");
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task Where_nobody_may_resolve_a_tag_the_error_says_so()
    {
        Hosts($"server = \"http://{_upstream.Host}\"\ncapabilities = [\"pull\"]");
        await RefusedAsync("capability to resolve");
        Assert.Empty(_upstream.Requests);
    }

    // registries.conf's `insecure` has that leave; red while skip_verify was taken for it
    [Fact]
    public async Task Skip_verify_does_not_make_https_plain_http()
    {
        Serve(_upstream);
        Hosts($"server = \"https://{_upstream.Host}\"\nskip_verify = true");
        await RefusedAsync("TLS");
    }

    [Fact]
    public async Task A_certificate_is_believed_by_the_authority_that_hosts_toml_names()
    {
        using X509Certificate2 authority = Authority();
        using X509Certificate2 certificate = Signed(authority, IPAddress.Loopback);
        using HostileRegistry secure = new(certificate);
        Serve(secure);
        Hosts($"server = \"https://{secure.Host}\"\nca = \"ca.pem\"");
        WriteBeside("ca.pem", authority.ExportCertificatePem());
        await PullAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("skip_verify = false")]
    [InlineData("ca = \"other.pem\"")]
    public async Task A_certificate_of_another_authority_is_refused(string keys)
    {
        using X509Certificate2 authority = Authority();
        using X509Certificate2 other = Authority();
        using X509Certificate2 certificate = Signed(authority, IPAddress.Loopback);
        using HostileRegistry secure = new(certificate);
        Serve(secure);
        Hosts($"server = \"https://{secure.Host}\"\n{keys}");
        WriteBeside("other.pem", other.ExportCertificatePem());
        await RefusedAsync("TLS");
        Assert.DoesNotContain(secure.Requests, r => r.Path.Length > 0);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_whoever_signed_it()
    {
        using X509Certificate2 authority = Authority();
        using X509Certificate2 certificate = Signed(authority, IPAddress.Parse("192.0.2.1"));
        using HostileRegistry secure = new(certificate);
        Serve(secure);
        Hosts($"server = \"https://{secure.Host}\"\nca = \"ca.pem\"");
        WriteBeside("ca.pem", authority.ExportCertificatePem());
        await RefusedAsync("TLS");
        // what skip_verify is for
        Hosts($"server = \"https://{secure.Host}\"\nskip_verify = true");
        await PullAsync();
    }

    [Theory]
    [InlineData("no certificate", "holds no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "ca.pem")]
    [InlineData(null, "ca.pem")]
    public async Task A_file_without_certificates_is_an_error_that_names_it(
        string? text,
        string named
    )
    {
        Hosts($"server = \"https://{_upstream.Host}\"\nca = \"ca.pem\"");
        if (text is not null)
        {
            WriteBeside("ca.pem", text);
        }
        await RefusedAsync(named);
    }

    private void Serve(HostileRegistry registry)
    {
        byte[] layer = new TarBuilder().File("data", "here").ToArray();
        byte[] config = Encoding.UTF8.GetBytes(
            $$"""{"os":"linux","architecture":"{{PlatformChoice.OfThisMachine.Architecture}}","rootfs":{"type":"layers","diff_ids":["{{Digest.Sha256Of(layer)}}"] } }"""
        );
        byte[] manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.Manifest}}","config":{{Describe(MediaTypes.Config, config)}},"layers":[{{Describe(MediaTypes.Layer, layer)}}]}"""
        );
        _digest = Digest.Sha256Of(manifest).ToString();
        foreach (string name in new[] { "1", _digest })
        {
            registry.Answers[$"/v2/team/thing/manifests/{name}"] = _ =>
                HostileRegistry.Ok(manifest, $"Content-Type: {MediaTypes.Manifest}");
        }
        foreach (byte[] blob in new[] { layer, config })
        {
            registry.Answers[$"/v2/team/thing/blobs/{Digest.Sha256Of(blob)}"] = _ =>
                HostileRegistry.Ok(blob);
        }
    }

    private static string Describe(string type, byte[] content) =>
        $$"""{"mediaType":"{{type}}","digest":"{{Digest.Sha256Of(content)}}","size":{{content.Length}}}""";

    private void Hosts(string text) => WriteBeside("hosts.toml", text);

    private void WriteBeside(string name, string text)
    {
        string directory = Path.Combine(_folder, "certs.d", Registry);
        _ = Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, name), text);
    }

    private async Task PullAsync(string name = $"{Registry}/team/thing:1")
    {
        Assert.True(ImageReference.TryParse(name, out ImageReference? reference));
        Pull pull = new(
            ContentStore.Open(Path.Combine(_folder, $"store-{Guid.NewGuid():N}")),
            RegistriesConfig.Parse("", "none", Path.Combine(_folder, "certs.d")),
            new PullProgress()
        )
        {
            Options = new RegistryOptions
            {
                FirstDelay = TimeSpan.FromMilliseconds(10),
                AnswerTimeout = TimeSpan.FromSeconds(10),
                Attempts = 2,
            },
        };
        StoredImage image = await pull.RunAsync(
            reference,
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Equal([name], image.References);
    }

    private async Task RefusedAsync(string why)
    {
        ImageStoreException error = await Assert.ThrowsAsync<ImageStoreException>(() =>
            PullAsync()
        );
        Assert.Contains(why, error.Message);
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=an authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(true, false, 0, critical: true)
        );
        request.CertificateExtensions.Add(
            new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false)
        );
        return request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=a registry", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = request.Create(
            authority,
            DateTimeOffset.UtcNow.AddHours(-12),
            DateTimeOffset.UtcNow.AddHours(12),
            RandomNumberGenerator.GetBytes(8)
        );
        return signed.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        _mirror.Dispose();
        _upstream.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
