using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>Two containers share a volume, and one exchanges a directory for a link while crt mounts on it.</summary>
public sealed class SwapTests(ITestOutputHelper output) : OciTest
{
    private const string Swapper = """
        import ctypes, sys, os
        libc = ctypes.CDLL(None)
        a, b = (os.path.join(sys.argv[1], x).encode() for x in ('target', 'evil'))
        while True:
            libc.renameat2(-100, a, -100, b, 2)
        """;

    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(12);

    // SEC-06, SEC-08, CVE-2021-30465, CVE-2024-45310. Tried without RESOLVE_IN_ROOT: the canary got a directory.
    [Fact]
    public void A_target_that_is_exchanged_for_a_link_never_leads_out_of_the_root()
    {
        Canary canary = new(Path.Combine(Folder, "canary"));
        string volume = Directory.CreateDirectory(Path.Combine(Folder, "volume")).FullName;
        _ = Directory.CreateDirectory(Path.Combine(volume, "target"));
        // followed on the host it is the canary; in the container's root there is no such directory
        _ = File.CreateSymbolicLink(Path.Combine(volume, "evil"), canary.Folder);
        Bundle.Config["root"]!["readonly"] = false;
        _ = Directory.CreateDirectory(Path.Combine(Bundle.Root, "volume"));
        Mount("/volume", "bind", volume, "rbind");
        Mount("/volume/target/made", "tmpfs", "tmpfs");
        // what is mounted is a tmpfs, or the mount was refused
        _ = Bundle
            .Shell("cat /volume/target/secret /volume/target/made/secret 2>/dev/null; true")
            .Write();
        (int ran, int refused) = RunWhileSwapping(volume);
        output.WriteLine($"{ran} containers ran, {refused} were refused");
        Assert.Equal("", canary.Changes());
        // else the exchange and the mount have never met
        Assert.True(ran > 3, $"only {ran} runs, {refused} refused");
    }

    private (int Ran, int Refused) RunWhileSwapping(string volume)
    {
        var start = new ProcessStartInfo("python3");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Swapper);
        start.ArgumentList.Add(volume);
        using Process swapper = Process.Start(start)!;
        try
        {
            int ran = 0;
            int refused = 0;
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < s_time; )
            {
                Outcome run = Oci("run", "--bundle", Bundle.Folder, NewId());
                Assert.DoesNotContain("secret of the host", run.Output, StringComparison.Ordinal);
                _ = run.ExitCode == 0 ? ran++ : refused++;
            }
            return (ran, refused);
        }
        finally
        {
            swapper.Kill();
            swapper.WaitForExit();
        }
    }

    private void Mount(string destination, string type, string source, params string[] options) =>
        Bundle.Mounts.Add(
            new JsonObject
            {
                ["destination"] = destination,
                ["type"] = type,
                ["source"] = source,
                ["options"] = TestBundle.Strings(options),
            }
        );
}
