using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Registry;

/// <summary>A registry that never comes to an end, at the scale of seconds.</summary>
/// <remarks>In the data: whether the body stalls or the head, whether nothing comes or a byte now and then, how much came before.</remarks>
public sealed class StallTests : IDisposable
{
    private const string Manifests = "/v2/thing/manifests/latest";
    private static readonly TimeSpan _silent = Timeout.InfiniteTimeSpan;
    private static readonly TimeSpan _trickle = TimeSpan.FromMilliseconds(50);

    // two tries of a second for the head and a second for the body, each for the token as well; the machine may be busy
    private static readonly TimeSpan _enough = TimeSpan.FromSeconds(30);
    private static readonly RegistryOptions _impatient = new()
    {
        Attempts = 2,
        FirstDelay = TimeSpan.FromMilliseconds(10),
        AnswerTimeout = TimeSpan.FromSeconds(1),
        StallWindow = TimeSpan.FromSeconds(1),
    };

    private readonly HostileRegistry _registry = new();
    private readonly string _root = Path.Combine(
        Path.GetTempPath(),
        $"crt-stall-{Guid.NewGuid():N}"
    );

    public static TheoryData<bool, bool, int> Paces =>
        new()
        {
            { false, true, 0 },
            { false, true, 20 },
            { false, false, 0 },
            { true, true, 0 },
            { true, true, 20 },
            { true, false, 0 },
        };

    [Theory]
    [MemberData(nameof(Paces))]
    public async Task A_manifest_that_stalls_is_cut(bool body, bool silent, int atOnce)
    {
        _registry.Answers[Manifests] = _ => HostileRegistry.Ok(new byte[5000]);
        await IsCutAsync(Manifests, body, silent, atOnce);
    }

    [Theory]
    [MemberData(nameof(Paces))]
    public async Task A_token_that_stalls_is_cut(bool body, bool silent, int atOnce)
    {
        _registry.Answers[Manifests] = _ =>
            HostileRegistry.Answer(
                "401 Unauthorized",
                [],
                "Content-Length: 0",
                $"WWW-Authenticate: Bearer realm=\"http://{_registry.Host}/token\",service=\"s\""
            );
        _registry.Answers["/token"] = _ => HostileRegistry.Ok(new byte[5000]);
        await IsCutAsync("/token", body, silent, atOnce);
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("401 Unauthorized")]
    [InlineData("500 Internal Server Error")]
    public async Task The_body_of_a_refusal_that_stalls_is_done_without(string status)
    {
        _registry.Answers[Manifests] = _ =>
            HostileRegistry.Answer(status, new byte[1000], "Content-Length: 1000");
        ImageStoreException error = await IsCutAsync(Manifests, body: true, silent: true, 0);
        // the status says enough
        Assert.Contains(
            status[0] == '4' ? "does not exist" : "answered 500",
            error.Message.Replace("does not have it", "does not exist")
        );
    }

    [Theory]
    [MemberData(nameof(Paces))]
    public async Task What_stalls_where_a_redirect_leads_is_cut(bool body, bool silent, int atOnce)
    {
        _registry.Answers[Manifests] = _ =>
            HostileRegistry.Answer("307 Temporary Redirect", [], "Location: /elsewhere");
        _registry.Answers["/elsewhere"] = _ => HostileRegistry.Ok(new byte[5000]);
        await IsCutAsync("/elsewhere", body, silent, atOnce);
    }

    [Fact]
    public async Task The_body_of_a_redirect_is_not_waited_for()
    {
        _registry.Answers[Manifests] = _ =>
            HostileRegistry.Answer(
                "307 Temporary Redirect",
                new byte[1000],
                "Content-Length: 1000",
                "Location: /elsewhere"
            );
        await IsCutAsync(Manifests, body: true, silent: true, 0);
    }

    [Theory]
    [MemberData(nameof(Paces))]
    public async Task A_blob_that_stalls_is_cut(bool body, bool silent, int atOnce)
    {
        byte[] config = new byte[5000];
        byte[] manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.Manifest}}","config":{"mediaType":"{{MediaTypes.Config}}","digest":"{{Digest.Sha256Of(config)}}","size":{{config.Length}} },"layers":[]}"""
        );
        string blob = $"/v2/thing/blobs/{Digest.Sha256Of(config)}";
        _registry.Answers[Manifests] = _ =>
            HostileRegistry.Ok(manifest, $"Content-Type: {MediaTypes.Manifest}");
        _registry.Answers[blob] = _ => HostileRegistry.Ok(config);
        await IsCutAsync(blob, body, silent, atOnce);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handshake_of_TLS_that_stalls_is_cut(bool silent)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using CancellationTokenSource end = new();
        Task serving = ServeAsync(listener, silent, end.Token);
        using RegistryClient client = new(
            new RegistryEndpoint(listener.LocalEndpoint.ToString()!, "thing", PlainHttp: false),
            _impatient
        );
        ImageStoreException error = await EndsAsync(() =>
            client.GetAsync("manifests/latest", _ => { }, TestContext.Current.CancellationToken)
        );
        Assert.Contains("no answer in 1 seconds", error.Message);
        await end.CancelAsync();
        await serving.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
        );
    }

    private static async Task ServeAsync(TcpListener listener, bool silent, CancellationToken end)
    {
        while (true)
        {
            TcpClient client = await listener.AcceptTcpClientAsync(end);
            _ = Task.Run(
                async () =>
                {
                    using TcpClient held = client;
                    // the beginning of a record of 4 KiB, byte by byte
                    byte[] record = new byte[4096];
                    new byte[] { 0x16, 3, 3, 0x10, 0 }.CopyTo(record, 0);
                    for (int i = 0; i < record.Length; i++)
                    {
                        await Task.Delay(silent ? _silent : _trickle, end);
                        await held.GetStream().WriteAsync(record.AsMemory(i, 1), end);
                    }
                },
                end
            );
        }
    }

    private Task<ImageStoreException> IsCutAsync(string path, bool body, bool silent, int atOnce)
    {
        _registry.Paces[path] = new(
            body ? HostileRegistry.Part.Body : HostileRegistry.Part.Head,
            atOnce,
            silent ? _silent : _trickle
        );
        return EndsAsync(() =>
            new Pull(
                ContentStore.Open(_root),
                RegistriesConfig.Parse("", "none"),
                new PullProgress()
            )
            {
                Options = _impatient,
            }.RunAsync(Reference(), null, TestContext.Current.CancellationToken)
        );
    }

    private ImageReference Reference()
    {
        Assert.True(ImageReference.TryParse($"{_registry.Host}/thing", out ImageReference? found));
        return found;
    }

    private static async Task<ImageStoreException> EndsAsync(Func<Task> work)
    {
        long began = Stopwatch.GetTimestamp();
        ImageStoreException error = await Assert.ThrowsAsync<ImageStoreException>(() =>
            work().WaitAsync(_enough, TestContext.Current.CancellationToken)
        );
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, _enough);
        return error;
    }

    public void Dispose()
    {
        _registry.Dispose();
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }
}
