using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config-linux.md: masked and readonly paths, propagation of the root, personality.</summary>
public sealed class PathTests : RuntimeTest
{
    [Must("masked-hidden")]
    public void A_masked_path_cannot_be_read()
    {
        Bundle.Linux["maskedPaths"] = TestBundle.Strings(["/etc/passwd", "/home"]);
        _ = System.IO.Directory.CreateDirectory(
            System.IO.Path.Combine(Bundle.Root, "home/somebody")
        );
        Assert.Equal("0 0", Says("echo $(wc -c </etc/passwd) $(ls -A /home | wc -l)"));
    }

    [Must("masked-absolute")]
    public void A_relative_masked_path_is_refused()
    {
        Bundle.Linux["maskedPaths"] = TestBundle.Strings(["etc/passwd"]);
        CreateIsRefused();
    }

    [Must("readonly-refused")]
    public void A_readonly_path_cannot_be_written()
    {
        WritableRoot();
        Bundle.Linux["readonlyPaths"] = TestBundle.Strings(["/var"]);
        Assert.Equal(
            "refused written",
            Says("touch /var/x 2>/dev/null || echo -n 'refused '; touch /tmp/x && echo written")
        );
    }

    [Must("readonly-absolute")]
    public void A_relative_readonly_path_is_refused()
    {
        Bundle.Linux["readonlyPaths"] = TestBundle.Strings(["var"]);
        CreateIsRefused();
    }

    [Must("propagation-shared")]
    public void A_shared_root_is_a_peer_group() =>
        Assert.StartsWith("shared:", Propagation("shared"), StringComparison.Ordinal);

    [Must("propagation-slave")]
    public void A_slave_root_is_not_shared() =>
        Assert.DoesNotContain("shared:", Propagation("slave"), StringComparison.Ordinal);

    [Must("propagation-private")]
    public void A_private_root_has_no_peers() => Assert.Equal("", Propagation("private"));

    [Must("propagation-unbindable")]
    public void An_unbindable_root_says_so() =>
        Assert.Equal("unbindable", Propagation("unbindable"));

    [Must("personality-domain")]
    public void The_personality_shows_a_32_bit_machine()
    {
        Assert.SkipUnless(
            RuntimeInformation.OSArchitecture == Architecture.X64,
            "the name of the 32-bit machine is x86's"
        );
        Bundle.Linux["personality"] = new JsonObject { ["domain"] = "LINUX32" };
        Assert.Equal("i686", Says("uname -m"));
    }

    private string Propagation(string kind)
    {
        Bundle.Linux["rootfsPropagation"] = kind;
        string line = Says("cat /proc/self/mountinfo")
            .Split('\n')
            .Single(x => x.Split(' ')[4] == "/");
        return string.Join(' ', line.Split(" - ")[0].Split(' ')[6..]);
    }
}
