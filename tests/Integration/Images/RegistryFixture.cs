using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Images;

/// <summary>A registry on a free port of the loopback with storage of its own, for one test class.</summary>
public sealed class RegistryFixture : IDisposable
{
    private const string Program = "/usr/bin/docker-registry";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    private readonly string _folder = Directory.CreateTempSubdirectory("crt-registry").FullName;
    private readonly Process? _process;
    private readonly string[] _login = [];

    public RegistryFixture()
        : this(null) { }

    /// <param name="login">USER:PASSWORD; null lets everybody in.</param>
    internal RegistryFixture(string? login)
    {
        if (
            !File.Exists(Program)
            || !File.Exists("/usr/bin/skopeo")
            || (login is not null && !File.Exists("/usr/bin/htpasswd"))
        )
        {
            return;
        }
        Port = FreePort();
        string config = Path.Combine(_folder, "registry.yml");
        File.WriteAllText(
            config,
            $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{Storage}} } }
            http: { addr: "127.0.0.1:{{Port}}" }
            {{Lock(login)}}
            """
        );
        _login = login is null ? [] : ["--dest-creds", login];
        _process = Process.Start(
            new ProcessStartInfo(
                "sh",
                ["-c", $"exec {Program} serve '{config}' >'{_folder}/log' 2>&1"]
            )
        );
        Await();
    }

    public int Port { get; }

    public string Host => $"127.0.0.1:{Port}";

    private string Storage => Path.Combine(_folder, "storage");

    public void Need() =>
        Assert.SkipUnless(
            _process is not null,
            "needs the packages docker-registry, skopeo and apache2-utils"
        );

    /// <summary>Pushes an image of a layout with skopeo: not the code that is tested.</summary>
    public string Push(string layout, string tag, string name)
    {
        Outcome copy = ProgramRun.To(
            "skopeo",
            [
                "copy",
                "-q",
                "--dest-tls-verify=false",
                .. _login,
                $"oci:{layout}:{tag}",
                $"docker://{Host}/{name}",
            ]
        );
        Assert.True(copy.ExitCode == 0, copy.ToString());
        return $"{Host}/{name}";
    }

    /// <summary>Where the registry keeps a blob, to damage it.</summary>
    public string BlobFile(string digest)
    {
        string hex = digest["sha256:".Length..];
        return Path.Combine(Storage, "docker/registry/v2/blobs/sha256", hex[..2], hex, "data");
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    // htpasswd is the registry's own kind of login: it answers with a Basic challenge
    private string Lock(string? login)
    {
        if (login is null)
        {
            return "";
        }
        string[] parts = login.Split(':', 2);
        Outcome made = ProgramRun.To("htpasswd", ["-Bbn", parts[0], parts[1]]);
        Assert.True(made.ExitCode == 0, made.ToString());
        string file = Path.Combine(_folder, "htpasswd");
        File.WriteAllText(file, made.Output);
        return $"auth: {{ htpasswd: {{ realm: test, path: {file} }} }}";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Await()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient("127.0.0.1", Port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < s_limit)
            {
                Thread.Sleep(50);
            }
        }
    }
}
