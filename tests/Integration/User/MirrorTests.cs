using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>Short names, docker.io's defaults, mirrors and proxies: what `crt run alpine` does on a machine with a network.</summary>
public sealed class MirrorTests(RegistryFixture registry) : UserTest, IClassFixture<RegistryFixture>
{
    [Fact]
    public void A_short_name_comes_from_the_mirror_in_registries_conf_and_runs()
    {
        PushAs("library/short:latest");
        // the first mirror is not there: the second one is asked
        string file = Write(
            "registries.conf",
            $"""
            [[registry]]
            prefix = "docker.io"
            location = "docker.io"
            [[registry.mirror]]
            location = "127.0.0.1:1"
            [[registry.mirror]]
            location = "{registry.Host}"
            """
        );
        Runs("short", ("CRT_REGISTRIES_CONF", file));
    }

    [Fact]
    public void A_short_name_comes_from_the_mirror_in_hosts_toml_and_runs()
    {
        PushAs("library/toml:latest");
        _ = Write(
            "certs.d/docker.io/hosts.toml",
            $"""
            server = "https://registry-1.docker.io"

            [host."http://127.0.0.1:1"]
              capabilities = ["pull", "resolve"]

            [host."http://{registry.Host}"]
              capabilities = ["pull", "resolve"]
            """
        );
        Runs("toml", ("CRT_HOSTS_DIR", Path.Combine(Folder, "certs.d")));
    }

    [Fact]
    public void A_part_of_a_registry_may_be_elsewhere()
    {
        PushAs("copies/of/tool:1");
        string file = Write(
            "registries.conf",
            $"""
            [[registry]]
            prefix = "example.test/team"
            location = "{registry.Host}/copies/of"
            """
        );
        Runs("example.test/team/tool:1", ("CRT_REGISTRIES_CONF", file));
    }

    [Fact]
    public void A_blocked_registry_is_not_asked()
    {
        string file = Write(
            "registries.conf",
            $"[[registry]]\nprefix = \"{registry.Host}\"\nblocked = true\n"
        );
        Fails(
            CrtWith([new("CRT_REGISTRIES_CONF", file)], "pull", $"{registry.Host}/x"),
            125,
            "blocked"
        );
    }

    [Fact]
    public async Task A_proxy_is_asked_for_the_connection()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        Task<string> asked = RefuseAsync(proxy);
        string address = $"http://127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}";
        string conf = Write("registries.conf", "");
        Outcome outcome = CrtWith(
            [
                new("HTTPS_PROXY", address),
                new("https_proxy", address),
                new("NO_PROXY", ""),
                new("no_proxy", ""),
                new("CRT_REGISTRIES_CONF", conf),
            ],
            "pull",
            "alpine"
        );
        Fails(outcome, 125, "docker.io");
        Assert.Equal("CONNECT registry-1.docker.io:443 HTTP/1.1", await asked);
    }

    // each try of the pull is refused; what the first one said is the answer
    private static async Task<string> RefuseAsync(TcpListener proxy)
    {
        string first = "";
        try
        {
            while (true)
            {
                using TcpClient client = await proxy.AcceptTcpClientAsync();
                using StreamReader reader = new(client.GetStream(), Encoding.ASCII);
                string line = await reader.ReadLineAsync() ?? "";
                first = first.Length == 0 ? line : first;
                while (await reader.ReadLineAsync() is { Length: > 0 }) { }
                await client
                    .GetStream()
                    .WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
                proxy.Stop();
            }
        }
        catch (Exception e)
            when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return first;
        }
    }

    private void PushAs(string name)
    {
        registry.Need();
        ImageLayout layout = TestImages.Busybox(Path.Combine(Folder, "layout"));
        _ = registry.Push(layout.Folder, layout.Tag, name);
    }

    private void Runs(string name, params (string Name, string Value)[] variables)
    {
        List<KeyValuePair<string, string>> all = [];
        foreach ((string variable, string value) in variables)
        {
            all.Add(new(variable, value));
        }
        Outcome outcome = CrtWith(all, "run", "--rm", name, "echo", "here");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Equal("here", outcome.Text);
        // under the name that was asked for, and not the mirror's
        Assert.DoesNotContain(registry.Host, Succeeds("images"), StringComparison.Ordinal);
        Assert.Contains(name.Split(':')[0], Succeeds("images"), StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
