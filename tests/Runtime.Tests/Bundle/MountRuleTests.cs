using ContainerRt.Runtime.Bundle;
using Xunit;

namespace ContainerRt.Runtime.Tests.Bundle;

public sealed class MountRuleTests
{
    [Theory]
    [InlineData("{\"type\":\"tmpfs\"}", ".destination: missing")]
    [InlineData(
        "{\"destination\":\"/./\",\"type\":\"tmpfs\"}",
        ".destination: the root file system itself cannot be a mount target"
    )]
    [InlineData(
        "{\"destination\":\"/x/..\",\"type\":\"tmpfs\"}",
        ".destination: the root file system itself cannot be a mount target"
    )]
    [InlineData(
        "{\"destination\":\"/proc\",\"type\":\"proc\",\"source\":\"/tmp\",\"options\":[\"rbind\"]}",
        ".destination: \"/proc\" cannot be mounted because it is inside /proc"
    )]
    [InlineData(
        "{\"destination\":\"/mnt\"}",
        ".type: missing, and the options say neither bind nor rbind"
    )]
    [InlineData(
        "{\"destination\":\"/mnt\",\"options\":[\"rbind\"]}",
        ".source: missing, a bind mount needs one"
    )]
    [InlineData(
        "{\"destination\":\"/mnt\",\"source\":\"/x\",\"options\":[\"bind\",\"size=1\"]}",
        ".options: \"size\": bind mounts cannot have any filesystem-specific options applied"
    )]
    [InlineData(
        "{\"destination\":\"/mnt\",\"type\":\"ramfs\",\"options\":[\"tmpcopyup\"]}",
        ".options: \"tmpcopyup\": only a tmpfs can start with a copy of what it covers"
    )]
    [InlineData(
        "{\"destination\":\"/mnt\",\"source\":\"/x\",\"options\":[\"bind\",\"remount\"]}",
        ".options: \"remount\" is not supported yet"
    )]
    [InlineData(
        "{\"destination\":\"/mnt\",\"source\":\"/x\",\"options\":[\"bind\"],\"uidMappings\":[{}]}",
        ".uidMappings: id-mapped mounts are not supported yet"
    )]
    public void A_mount_that_cannot_be_made_names_its_field(string mount, string problem) =>
        ConfigRulesTests.AssertRefused(With(mount), $"mounts[0]{problem}");

    // red without MountRule.CheckProc: the theory's rows are then accepted
    [Theory]
    [InlineData("/proc", "tmpfs", "/proc")]
    [InlineData("//proc/", "tmpfs", "/proc")]
    [InlineData("/./proc/sys", "tmpfs", "/proc/sys")]
    [InlineData("/proc/self/attr", "tmpfs", "/proc/self/attr")]
    [InlineData("/proc/uptime/x", "tmpfs", "/proc/uptime/x")]
    [InlineData("/proc/x", "proc", "/proc/x")]
    [InlineData("/x/../proc", "tmpfs", "/proc")]
    [InlineData("/../proc/./sys", "tmpfs", "/proc/sys")]
    [InlineData("/proc/uptime/../self", "tmpfs", "/proc/self")]
    public void Nothing_but_procfs_comes_over_proc(string destination, string type, string named) =>
        ConfigRulesTests.AssertRefused(
            With($"{{\"destination\":\"{destination}\",\"type\":\"{type}\",\"source\":\"x\"}}"),
            $"mounts[0].destination: \"{named}\" cannot be mounted because it is inside /proc"
        );

    [Theory]
    [InlineData("cpuinfo")]
    [InlineData("diskstats")]
    [InlineData("meminfo")]
    [InlineData("stat")]
    [InlineData("swaps")]
    [InlineData("uptime")]
    [InlineData("loadavg")]
    [InlineData("slabinfo")]
    [InlineData("sys/kernel/ns_last_pid")]
    [InlineData("sys/crypto/fips_enabled")]
    public void What_lxcfs_mounts_in_proc_is_allowed(string file) =>
        ConfigRules.Enforce(
            With($"{{\"destination\":\"/proc/{file}\",\"source\":\"/x\",\"options\":[\"bind\"]}}")
                .Read()
        );

    [Theory]
    [InlineData("/proc", "proc")]
    [InlineData("/procfs", "tmpfs")]
    public void Procfs_itself_and_what_only_starts_alike_are_allowed(
        string destination,
        string type
    ) =>
        ConfigRules.Enforce(
            With($"{{\"destination\":\"{destination}\",\"type\":\"{type}\"}}").Read()
        );

    [Fact]
    public void The_hosts_procfs_may_be_bound_to_proc() =>
        ConfigRules.Enforce(
            With("{\"destination\":\"/proc\",\"source\":\"/proc\",\"options\":[\"rbind\"]}").Read()
        );

    [Theory]
    [InlineData("/proc/self", "/proc/self")]
    [InlineData("/proc", "/proc/../tmp")]
    [InlineData("/proc", "proc")]
    [InlineData("/proc/sys", "/proc")]
    public void Nothing_else_is_bound_over_proc(string destination, string source) =>
        ConfigRulesTests.AssertRefused(
            With(
                $"{{\"destination\":\"{destination}\",\"source\":\"{source}\",\"options\":[\"bind\"]}}"
            ),
            $"mounts[0].destination: \"{destination}\" cannot be mounted because it is inside /proc"
        );

    private static TestConfig With(string mount) => new TestConfig().With("mounts", $"[{mount}]");
}
