using ContainerRt.Runtime.Bundle;
using ContainerRt.Spec.Runtime;
using Xunit;

namespace ContainerRt.Runtime.Tests.Bundle;

public sealed class NotYetRuleTests
{
    [Theory]
    [InlineData("process.apparmorProfile", "\"x\"")]
    [InlineData("process.selinuxLabel", "\"x\"")]
    [InlineData("process.scheduler", "{\"policy\":\"SCHED_IDLE\"}")]
    [InlineData("process.ioPriority", "{\"class\":\"IOPRIO_CLASS_IDLE\"}")]
    [InlineData("linux.uidMappings", "[{}]")]
    [InlineData("linux.gidMappings", "[{}]")]
    [InlineData("linux.mountLabel", "\"x\"")]
    [InlineData("linux.intelRdt", "{\"closID\":\"x\"}")]
    [InlineData("linux.personality", "{\"domain\":\"LINUX32\"}")]
    [InlineData("linux.timeOffsets", "{\"boottime\":{}}")]
    [InlineData("linux.netDevices", "{\"eth0\":{}}")]
    [InlineData("linux.memoryPolicy", "{\"mode\":\"MPOL_BIND\"}")]
    [InlineData("linux.resources.blockIO", "{\"weight\":10}")]
    [InlineData("linux.resources.hugepageLimits", "[{}]")]
    [InlineData("linux.resources.network", "{\"classID\":1}")]
    [InlineData("linux.resources.rdma", "{\"mlx5_1\":{}}")]
    [InlineData(
        "linux.seccomp",
        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_NOTIFY\"}]}",
        "linux.seccomp (SCMP_ACT_NOTIFY)"
    )]
    [InlineData("vm", "{\"kernel\":{}}")]
    [InlineData("process.scheduler", "{}")]
    [InlineData("process.ioPriority", "{}")]
    [InlineData("linux.intelRdt", "{}")]
    [InlineData("linux.personality", "{}")]
    [InlineData("linux.memoryPolicy", "{}")]
    [InlineData("vm", "{}")]
    [InlineData("hooks", "{\"poststop\":[{\"path\":\"/x\"}]}", "hooks.poststop")]
    [InlineData(
        "linux.namespaces",
        "[{\"type\":\"mount\"},{\"type\":\"uts\"},{\"type\":\"user\"}]",
        "linux.namespaces (user)"
    )]
    [InlineData(
        "linux.namespaces",
        "[{\"type\":\"mount\"},{\"type\":\"uts\"},{\"type\":\"time\"}]",
        "linux.namespaces (time)"
    )]
    public void What_cannot_be_done_is_refused_by_name(
        string field,
        string json,
        string? named = null
    ) =>
        ConfigRulesTests.AssertRefused(
            new TestConfig().With(field, json),
            $"{named ?? field}: not supported yet"
        );

    [Theory]
    [InlineData("process.apparmorProfile", "\"\"")]
    [InlineData("process.scheduler", "null")]
    [InlineData("linux.uidMappings", "[]")]
    [InlineData("linux.resources.hugepageLimits", "[]")]
    [InlineData("linux.resources.blockIO", "{}")]
    [InlineData("linux.intelRdt", "null")]
    [InlineData("linux.timeOffsets", "{}")]
    [InlineData("linux.netDevices", "{}")]
    [InlineData("linux.resources.network", "{}")]
    [InlineData("linux.resources.rdma", "{}")]
    [InlineData(
        "mounts",
        "[{\"destination\":\"/x\",\"type\":\"tmpfs\",\"uidMappings\":[],\"gidMappings\":[]}]"
    )]
    [InlineData("linux.seccomp", "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"listenerPath\":\"/x\"}")]
    [InlineData("hooks", "{\"prestart\":[],\"poststop\":null}")]
    public void What_is_there_but_empty_asks_for_nothing(string field, string json) =>
        ConfigRules.Enforce(new TestConfig().With(field, json).Read());

    // `exec -p process.json` once looked at args, env and cwd alone
    [Fact]
    public void A_process_that_joins_keeps_the_same_rules()
    {
        AssertRefused(
            new() { ApparmorProfile = "x" },
            "process.apparmorProfile: not supported yet"
        );
        AssertRefused(
            new() { Rlimits = [new() { Type = "x" }] },
            "process.rlimits: \"x\" is not a resource limit"
        );
        AssertRefused(new() { Env = [null!] }, "process.env[0]: null is not allowed here");
        AssertRefused(new() { Env = ["A"] }, "process.env: \"A\" is not of the form NAME=VALUE");
    }

    private static void AssertRefused(Process process, string message)
    {
        process.Args ??= ["x"];
        process.Cwd ??= "/";
        ContainerException e = Assert.Throws<ContainerException>(() =>
            ConfigRules.Enforce(process)
        );
        Assert.Equal(message, e.Message);
    }
}
