using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Distribution;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Registry;

/// <summary>containerd's docs/hosts.md, sentence by sentence: which address is asked, in which order.</summary>
public sealed class HostsFileTests : IDisposable
{
    private const string Image = "registry.test:5000/team/thing:1";
    private readonly string _folder = Directory.CreateTempSubdirectory("crt-hosts").FullName;

    [Fact]
    public void The_server_is_asked_after_all_hosts_and_in_place_of_the_registry() =>
        Asks(
            """
            server = "https://upstream.test"
            [host."https://one.test"]
            [host."http://two.test:5000"]
            """,
            "https://one.test/v2/team/thing/x?ns=registry.test%3A5000",
            "http://two.test:5000/v2/team/thing/x?ns=registry.test%3A5000",
            "https://upstream.test/v2/team/thing/x?ns=registry.test%3A5000"
        );

    [Theory]
    [InlineData("")]
    [InlineData("server = \"\"")]
    [InlineData("server = \"https://registry.test:5000\"")]
    [InlineData("server = \"registry.test:5000\"")]
    public void Without_a_server_it_is_the_registry_itself(string server) =>
        Asks(
            $"{server}\n[host.\"https://one.test\"]",
            "https://one.test/v2/team/thing/x?ns=registry.test%3A5000",
            "https://registry.test:5000/v2/team/thing/x"
        );

    [Fact]
    public void A_server_alone_keeps_the_registry_from_being_asked() =>
        Asks(
            "server = \"http://only.test\"",
            "http://only.test/v2/team/thing/x?ns=registry.test%3A5000"
        );

    [Theory]
    [InlineData("https://a.test/", "", "/v2")]
    [InlineData("https://a.test/v2", "", "/v2")]
    [InlineData("https://a.test/v2/", "", "/v2")]
    [InlineData("https://a.test/proxy", "", "/proxy/v2")]
    [InlineData("https://a.test/proxy/v2", "", "/proxy/v2")]
    [InlineData("https://a.test/proxy", "override_path = true", "/proxy")]
    [InlineData("https://a.test", "override_path = true", "")]
    [InlineData("a.test/proxy", "override_path = false", "/proxy/v2")]
    public void The_path_of_an_address_is_where_the_api_begins(
        string address,
        string keys,
        string root
    )
    {
        Asks(
            $"server = \"https://upstream.test\"\n[host.\"{address}\"]\n{keys}",
            $"https://a.test{root}/team/thing/x?ns=registry.test%3A5000",
            "https://upstream.test/v2/team/thing/x?ns=registry.test%3A5000"
        );
        Asks(
            $"server = \"{address}\"\n{keys}",
            $"https://a.test{root}/team/thing/x?ns=registry.test%3A5000"
        );
    }

    [Fact]
    public void Skip_verify_is_for_its_own_place_and_is_no_leave_to_speak_plain_http()
    {
        IReadOnlyList<RegistryEndpoint> places = Places(
            """
            [host."https://one.test"]
            skip_verify = true
            [host."https://two.test"]
            skip_verify = false
            """
        );
        Assert.Equal([true, false, false], places.Select(p => p.SkipVerify));
        Assert.All(places, p => Assert.False(p.MayBePlain));
        Assert.True(Assert.Single(Places("skip_verify = true")).SkipVerify);
    }

    [Fact]
    public void Capabilities_say_who_may_be_asked_for_what()
    {
        IReadOnlyList<RegistryEndpoint> places = Places(
            """
            [host."https://one.test"]
            capabilities = ["pull"]
            [host."https://two.test"]
            capabilities = ["Resolve", "push"]
            [host."https://three.test"]
            capabilities = []
            """
        );
        Assert.Equal([true, false, true, true], places.Select(p => p.Pulls));
        Assert.Equal([false, true, true, true], places.Select(p => p.Resolves));
    }

    [Fact]
    public void Certificates_are_looked_for_beside_the_file()
    {
        IReadOnlyList<RegistryEndpoint> places = Places(
            """
            ca = ["/etc/a.pem", "b.pem"]
            [host."https://one.test"]
            ca = "sub/c.pem"
            """
        );
        string beside = Path.Combine(_folder, "registry.test:5000");
        Assert.Equal([$"{beside}/sub/c.pem"], places[0].Authorities);
        Assert.Equal(["/etc/a.pem", $"{beside}/b.pem"], places[1].Authorities);
    }

    [Fact]
    public void How_long_a_connection_may_take_is_read_over() =>
        Assert.Equal(2, Places("dial_timeout = \"1s\"\n[host.\"https://one.test\"]").Count);

    [Theory]
    [InlineData("ca = 1", "\"ca\"")]
    [InlineData("ca = [\"a.pem\", 1]", "\"ca\"")]
    [InlineData("[host.\"https://a.test\"]\nclient = \"a.pem\"", "\"client\"")]
    [InlineData("proxy = \"http://proxy.test\"", "HTTPS_PROXY")]
    [InlineData("[header]\nx = \"y\"", "header")]
    [InlineData("[host.\"https://a.test\".header]\nx = \"y\"", "header")]
    [InlineData("[host.\"https://a.test\"]\nskip_verfy = true", "skip_verfy")]
    [InlineData("[host.\"https://a.test\"]\nserver = \"https://b.test\"", "server")]
    [InlineData("skip_verify = \"true\"", "skip_verify")]
    [InlineData("override_path = 1", "override_path")]
    [InlineData("override_path = true", "override_path")]
    [InlineData("capabilities = \"pull\"", "capabilities")]
    [InlineData("capabilities = [\"pull\", true]", "capabilities")]
    [InlineData("capabilities = [\"pul\"]", "\"pul\"")]
    [InlineData("server = 1", "server")]
    [InlineData("server = \"ftp://a.test\"", "ftp://a.test")]
    [InlineData("server = \"https://\"", "https://")]
    [InlineData("server = \"https://user@a.test\"", "user@a.test")]
    [InlineData("server = \"https://a.test?x\"", "a.test?x")]
    [InlineData("[host.\"https://a.test#x\"]", "a.test#x")]
    [InlineData("[[host]]", "host")]
    [InlineData("[host]\nx = 1", "host")]
    [InlineData("[plugins.x]", "plugins.x")]
    public void What_is_not_followed_is_an_error_that_names_it_and_the_file(
        string text,
        string named
    )
    {
        ImageStoreException error = Assert.Throws<ImageStoreException>(() => Places(text));
        Assert.Contains("hosts.toml", error.Message);
        Assert.Contains(named, error.Message);
    }

    [Theory]
    [InlineData("registry.test_5000_", "registry.test:5000", "_default")]
    [InlineData("registry.test:5000", "_default")]
    [InlineData("_default")]
    public void The_directory_with_the_most_exact_name_decides(params string[] directories)
    {
        foreach (string directory in directories)
        {
            Write(directory, $"server = \"https://{directory.Replace(':', '-').Trim('_')}.found\"");
        }
        Assert.Contains(
            directories[0].Replace(':', '-').Trim('_'),
            Assert.Single(Find(Image)).Host,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_directory_without_a_file_keeps_the_default_away()
    {
        Write("_default", "server = \"https://default.test\"");
        _ = Directory.CreateDirectory(Path.Combine(_folder, "registry.test:5000"));
        Assert.Equal("registry.test:5000", Assert.Single(Find(Image)).Host);
    }

    // logins for docker.io are kept under its own name, and its images have it
    [Fact]
    public void The_address_of_Docker_Hubs_api_stands_for_docker_io()
    {
        Write("docker.io", $"server = \"https://{RegistryEndpoint.DockerApi}\"");
        RegistryEndpoint place = Assert.Single(Find("alpine"));
        Assert.Equal("docker.io", place.Host);
        Assert.Equal(
            $"https://{RegistryEndpoint.DockerApi}/v2/library/alpine/x",
            place.Api("x").ToString()
        );
    }

    [Fact]
    public void A_location_in_registries_conf_is_more_exact_than_a_server()
    {
        Write("registry.test:5000", "server = \"https://upstream.test\"");
        RegistriesConfig config = RegistriesConfig.Parse(
            "[[registry]]\nprefix = \"registry.test:5000/team\"\nlocation = \"moved.test/x\"",
            "registries.conf",
            _folder
        );
        Assert.Equal("moved.test", Assert.Single(config.EndpointsOf(Reference(Image))).Host);
        Assert.Equal(
            "upstream.test",
            Assert.Single(config.EndpointsOf(Reference("registry.test:5000/other/x"))).Host
        );
    }

    // red with File.ReadAllText: 200 MB
    [Fact]
    public void A_file_beyond_the_limit_is_refused_without_being_read()
    {
        Write("registry.test:5000", "");
        using (FileStream file = File.OpenWrite(FileOf("registry.test:5000")))
        {
            file.SetLength(64 << 20);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImageStoreException error = Assert.Throws<ImageStoreException>(() => Find(Image));
        Assert.Contains("larger than 1 MiB", error.Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20);
    }

    [Fact]
    public void A_device_without_end_is_refused()
    {
        Write("registry.test:5000", "");
        File.Delete(FileOf("registry.test:5000"));
        _ = File.CreateSymbolicLink(FileOf("registry.test:5000"), "/dev/zero");
        ImageStoreException error = Assert.Throws<ImageStoreException>(() => Find(Image));
        Assert.Contains("larger than 1 MiB", error.Message);
    }

    private void Asks(string text, params string[] addresses) =>
        Assert.Equal(addresses, Places(text).Select(place => place.Api("x").ToString()));

    private IReadOnlyList<RegistryEndpoint> Places(string text)
    {
        Write("registry.test:5000", text);
        return Find(Image);
    }

    private IReadOnlyList<RegistryEndpoint> Find(string name) =>
        RegistriesConfig.Parse("", "none", _folder).EndpointsOf(Reference(name));

    private static ImageReference Reference(string name) =>
        ImageReference.TryParse(name, out ImageReference? reference)
            ? reference
            : throw new ArgumentException(name);

    private string FileOf(string registry) => Path.Combine(_folder, registry, "hosts.toml");

    private void Write(string registry, string text)
    {
        _ = Directory.CreateDirectory(Path.Combine(_folder, registry));
        File.WriteAllText(FileOf(registry), text);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
