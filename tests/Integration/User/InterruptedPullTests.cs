using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>A pull that is killed without a chance to clean up, or ended by Ctrl-C.</summary>
public sealed class InterruptedPullTests(RegistryFixture registry)
    : UserTest,
        IClassFixture<RegistryFixture>
{
    private const int LargeBytes = 8 << 20;

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("INT", 130)]
    [InlineData("TERM", 130)]
    public void After_a_signal_in_mid_pull_there_is_no_image_and_the_next_pull_goes_on(
        string signal,
        int code
    )
    {
        registry.Need();
        byte[] content = RandomNumberGenerator.GetBytes(LargeBytes);
        ImageLayout layout = TestImages.Large(Path.Combine(Folder, "layout"), content);
        _ = registry.Push(layout.Folder, layout.Tag, "large:latest");
        using var relay = new StallingRelay(registry.Port, LargeBytes / 2);
        string name = $"127.0.0.1:{relay.Port}/large:latest";
        EndInMidPull(relay, name, signal, code);
        Assert.Equal("", Succeeds("images", "-q"));
        Assert.Empty(Directory.GetDirectories(Path.Combine(ImageRoot, "layers")));
        long before = relay.Passed;
        relay.Open();
        Assert.Equal(layout.ConfigDigest, Succeeds("pull", name));
        // half of the large layer had come; a new start would fetch all of it and the other layer
        Assert.InRange(relay.Passed - before, 1, LargeBytes * 3 / 4);
        string sum = Succeeds("run", "--rm", name, "sha256sum", "/large");
        Assert.Equal(ImageLayout.DigestOf(content)["sha256:".Length..], sum.Split(' ')[0]);
    }

    private long Arrived() =>
        new DirectoryInfo(ImageRoot)
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Sum(file => file.Length);

    private void EndInMidPull(StallingRelay relay, string name, string signal, int code)
    {
        var start = new ProcessStartInfo(
            Path.Combine(Programs.Crt.Bin, "crt-image"),
            ["pull", "-q", name]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string variable, string value) in Variables)
        {
            start.Environment[variable] = value;
        }
        using Process pull = Process.Start(start)!;
        var clock = Stopwatch.StartNew();
        // what has passed the relay may still stand in the buffers of sockets
        while (!relay.Stalls || Arrived() < LargeBytes * 3 / 8)
        {
            Assert.True(
                clock.Elapsed.TotalSeconds < 20,
                "the pull has not come to its middle after 20 s"
            );
            Thread.Sleep(20);
        }
        Assert.False(pull.HasExited);
        _ = ProgramRun.To("kill", [$"-{signal}", $"{pull.Id}"]);
        Assert.True(pull.WaitForExit(10_000), "it still runs 10 s after the signal");
        Assert.Equal(code, pull.ExitCode);
        Assert.Equal("", pull.StandardError.ReadToEnd());
    }
}
