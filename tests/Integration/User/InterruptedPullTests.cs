using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using ContainerRt.Integration.Images;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>A pull that is killed without a chance to clean up.</summary>
public sealed class InterruptedPullTests(RegistryFixture registry)
    : UserTest,
        IClassFixture<RegistryFixture>
{
    private const int LargeBytes = 8 << 20;

    [Fact]
    public void After_a_kill_in_mid_pull_there_is_no_image_and_the_next_pull_is_right()
    {
        registry.Need();
        byte[] content = RandomNumberGenerator.GetBytes(LargeBytes);
        ImageLayout layout = TestImages.Large(Path.Combine(Folder, "layout"), content);
        _ = registry.Push(layout.Folder, layout.Tag, "large:latest");
        using var relay = new StallingRelay(registry.Port, LargeBytes / 2);
        string name = $"127.0.0.1:{relay.Port}/large:latest";
        KillInMidPull(relay, name);
        Assert.Equal("", Succeeds("images", "-q"));
        relay.Open();
        Assert.Equal(layout.ConfigDigest, Succeeds("pull", name));
        string sum = Succeeds("run", "--rm", name, "sha256sum", "/large");
        Assert.Equal(ImageLayout.DigestOf(content)["sha256:".Length..], sum.Split(' ')[0]);
    }

    private void KillInMidPull(StallingRelay relay, string name)
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
        while (!relay.Stalls)
        {
            Assert.True(
                clock.Elapsed.TotalSeconds < 20,
                "the pull has not come to its middle after 20 s"
            );
            Thread.Sleep(20);
        }
        Assert.False(pull.HasExited);
        pull.Kill();
        pull.WaitForExit();
    }
}
