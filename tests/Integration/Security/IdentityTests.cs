using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>Who a process is, and what of the host it may set.</summary>
public sealed class IdentityTests : OciTest
{
    // SEC-41, CVE-2026-30892
    [Theory]
    [InlineData("1", "1 0")]
    [InlineData("1:2", "1 2")]
    [InlineData("0:2", "0 2")]
    public void An_exec_is_the_user_that_was_asked_for(string user, string expected)
    {
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        Assert.Equal(
            expected,
            Oci("exec", "--user", user, id, "sh", "-c", "echo $(id -u) $(id -g)").Text
        );
    }

    // SEC-40, CVE-2024-40635
    [Theory]
    [InlineData("-1")]
    [InlineData("4294967296")]
    [InlineData("+1")]
    [InlineData("0x0")]
    [InlineData("1:-1")]
    [InlineData("1:4294967296")]
    public void An_exec_with_a_user_that_is_no_number_is_refused(string user)
    {
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        Outcome exec = Oci("exec", "--user", user, id, "id", "-u");
        Assert.True(exec.ExitCode != 0 && exec.Output.Length == 0, exec.ToString());
    }

    // SEC-50, CVE-2022-0532, and SEC-36: a value is written to one file as it is
    [Theory]
    [InlineData("kernel.core_pattern")]
    [InlineData("kernel/core_pattern")]
    [InlineData("net.ipv4/../../kernel/core_pattern")]
    [InlineData("kernel.shm_rmid_forced/../core_pattern")]
    public void A_sysctl_of_the_host_is_refused(string name)
    {
        // the value that it has anyway: this test must do no harm on the day that it fails
        string value = File.ReadAllText("/proc/sys/kernel/core_pattern").TrimEnd('\n');
        Bundle.Linux["sysctl"] = new JsonObject { [name] = value };
        _ = Bundle.Command("true");
        FailsNaming(Run(), "sysctl");
    }

    [Fact]
    public void A_sysctl_needs_a_namespace_of_its_own()
    {
        JsonArray all = Bundle.Linux["namespaces"]!.AsArray();
        _ = all.Remove(all.First(x => x!["type"]!.GetValue<string>() == "network")!);
        Bundle.Linux["sysctl"] = new JsonObject { ["net.ipv4.ip_forward"] = "1" };
        _ = Bundle.Command("true");
        FailsNaming(Run(), "net.ipv4.ip_forward");
    }

    [Fact]
    public void The_value_of_a_sysctl_is_never_taken_apart()
    {
        Bundle.Linux["sysctl"] = new JsonObject
        {
            ["kernel.domainname"] = "a+kernel.core_pattern=x",
        };
        _ = Bundle.Command("cat", "/proc/sys/kernel/domainname");
        Outcome run = Run();
        Assert.True(
            run is { ExitCode: 0, Text: "a+kernel.core_pattern=x" }
                || run.Errors.Contains("sysctl", StringComparison.Ordinal),
            run.ToString()
        );
    }
}
