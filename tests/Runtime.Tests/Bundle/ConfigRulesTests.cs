using ContainerRt.Runtime.Bundle;
using Xunit;

namespace ContainerRt.Runtime.Tests.Bundle;

public sealed class ConfigRulesTests
{
    [Theory]
    [InlineData(TestConfig.RuncSpec)]
    [InlineData(TestConfig.DockerLike)]
    public void A_configuration_of_an_engine_keeps_all_rules(string name) =>
        ConfigRules.Enforce(new TestConfig(name).Read());

    [Theory]
    [InlineData("ociVersion", null, "ociVersion: \"\" is not a version such as 1.2.0")]
    [InlineData("ociVersion", "\"x.y.z\"", "ociVersion: \"x.y.z\" is not a version such as 1.2.0")]
    [InlineData(
        "ociVersion",
        "\"2.0.0\"",
        "ociVersion: version 2.0.0 is not supported, only 1.x is"
    )]
    [InlineData("root", null, "root.path: missing, the container has no root file system")]
    [InlineData("root.path", null, "root.path: missing, the container has no root file system")]
    [InlineData("root.path", "\"\"", "root.path: missing, the container has no root file system")]
    [InlineData("process", null, "process: process property must not be empty")]
    [InlineData("process.args", null, "process.args: must not be empty")]
    [InlineData("process.args", "[]", "process.args: must not be empty")]
    [InlineData("process.cwd", null, "process.cwd: \"\" is not an absolute path")]
    [InlineData("process.cwd", "\"tmp\"", "process.cwd: \"tmp\" is not an absolute path")]
    [InlineData("process.env", "[\"A\"]", "process.env: \"A\" is not of the form NAME=VALUE")]
    [InlineData("process.env", "[\"=A\"]", "process.env: \"=A\" is not of the form NAME=VALUE")]
    [InlineData(
        "process.consoleSize",
        "{\"height\":65536,\"width\":1}",
        "process.consoleSize: more than 65535 characters"
    )]
    [InlineData(
        "process.oomScoreAdj",
        "1001",
        "process.oomScoreAdj: 1001 is outside of -1000..1000"
    )]
    [InlineData(
        "process.rlimits.0.type",
        "\"NOFILE\"",
        "process.rlimits: \"NOFILE\" is not a resource limit"
    )]
    [InlineData(
        "process.rlimits.0.soft",
        "1025",
        "process.rlimits: soft limit 1025 of RLIMIT_NOFILE is above the hard limit 1024"
    )]
    [InlineData("annotations", "{\"\":\"x\"}", "annotations: an empty key")]
    [InlineData("linux.maskedPaths", "[\"proc\"]", "linux.maskedPaths: \"proc\" is not absolute")]
    [InlineData(
        "linux.readonlyPaths",
        "[\"proc\"]",
        "linux.readonlyPaths: \"proc\" is not absolute"
    )]
    [InlineData(
        "linux.rootfsPropagation",
        "\"rr\"",
        "linux.rootfsPropagation: \"rr\" is not a kind of propagation"
    )]
    [InlineData(
        "linux.devices",
        "[{\"type\":\"c\",\"path\":\"dev/x\"}]",
        "linux.devices: \"dev/x\" is not the absolute path of a file"
    )]
    [InlineData(
        "linux.devices",
        "[{\"type\":\"c\",\"path\":\"/dev/\"}]",
        "linux.devices: \"/dev/\" is not the absolute path of a file"
    )]
    [InlineData(
        "linux.devices",
        "[{\"type\":\"d\",\"path\":\"/dev/x\"}]",
        "linux.devices: \"d\" is not a type of device"
    )]
    [InlineData(
        "linux.devices",
        "[{\"type\":\"c\",\"path\":\"/dev/x\",\"major\":-1}]",
        "linux.devices: -1:0 of /dev/x is no device number"
    )]
    [InlineData(
        "linux.devices",
        "[{\"type\":\"c\",\"path\":\"/dev/x\",\"major\":4096}]",
        "linux.devices: 4096:0 of /dev/x is no device number"
    )]
    [InlineData(
        "linux.devices",
        "[{\"type\":\"c\",\"path\":\"/dev/x\",\"minor\":1048576}]",
        "linux.devices: 0:1048576 of /dev/x is no device number"
    )]
    public void A_broken_rule_names_the_field(string field, string? json, string message) =>
        AssertRefused(new TestConfig().With(field, json), message);

    [Fact]
    public void A_resource_limit_is_there_once() =>
        AssertRefused(
            new TestConfig().With(
                "process.rlimits",
                "[{\"type\":\"RLIMIT_CPU\",\"soft\":1,\"hard\":1},{\"type\":\"RLIMIT_CPU\",\"soft\":1,\"hard\":1}]"
            ),
            "process.rlimits: RLIMIT_CPU is there twice"
        );

    [Theory]
    [InlineData("[{\"type\":\"mount\"},{\"type\":\"mount\"}]", "duplicate namespace mount")]
    [InlineData("[{\"type\":\"mount\"},{\"type\":\"net\"}]", "\"net\" is not a type of namespace")]
    [InlineData("[{\"type\":\"mount\"},{}]", "\"\" is not a type of namespace")]
    [InlineData(
        "[{\"type\":\"mount\"},{\"type\":\"ipc\",\"path\":\"proc/1/ns/ipc\"}]",
        "path \"proc/1/ns/ipc\" of the ipc namespace is not absolute"
    )]
    [InlineData("[]", "a container without a mount namespace of its own is not supported yet")]
    public void Namespaces_are_known_and_there_once(string json, string problem) =>
        AssertRefused(
            new TestConfig().With("linux.namespaces", json).With("hostname", null),
            $"linux.namespaces: {problem}"
        );

    [Theory]
    [InlineData("hostname")]
    [InlineData("domainname")]
    public void A_name_needs_a_uts_namespace(string field)
    {
        TestConfig config = new TestConfig()
            .With("hostname", null)
            .With("linux.namespaces", "[{\"type\":\"mount\"}]")
            .With(field, "\"x\"");
        AssertRefused(config, $"{field}: unable to set {field} without a private UTS namespace");
    }

    [Theory]
    [InlineData("hostname")]
    [InlineData("domainname")]
    public void A_name_is_not_longer_than_the_kernel_takes(string field)
    {
        ConfigRules.Enforce(new TestConfig().With(field, $"\"{new string('x', 64)}\"").Read());
        // 22 characters of three bytes each
        AssertRefused(
            new TestConfig().With(field, $"\"{new string('\u20ac', 22)}\""),
            $"{field}: longer than 64 bytes"
        );
    }

    [Theory]
    [InlineData("kernel.msgmax", "ipc")]
    [InlineData("kernel/shmmax", "ipc")]
    [InlineData("fs.mqueue.msg_max", "ipc")]
    [InlineData("net.ipv4.ip_forward", "network")]
    [InlineData("kernel.domainname", "uts")]
    public void A_sysctl_needs_its_namespace(string key, string space)
    {
        const string all =
            "[{\"type\":\"mount\"},{\"type\":\"ipc\"},{\"type\":\"network\"},{\"type\":\"uts\"}]";
        TestConfig config = new TestConfig()
            .With("hostname", null)
            .With("linux.namespaces", all)
            .With("linux.sysctl", $"{{\"{key}\":\"1\"}}");
        ConfigRules.Enforce(config.Read());
        AssertRefused(
            config.With(
                "linux.namespaces",
                all.Replace($",{{\"type\":\"{space}\"}}", "", System.StringComparison.Ordinal)
            ),
            $"linux.sysctl: \"{key}\" is not allowed without a private {space} namespace"
        );
    }

    [Theory]
    [InlineData("kernel.core_pattern", "is not in a separate kernel namespace")]
    [InlineData("vm.overcommit_memory", "is not in a separate kernel namespace")]
    [InlineData("net", "is not in a separate kernel namespace")]
    [InlineData("net/../kernel/core_pattern", "is not the name of a sysctl")]
    [InlineData("net..x", "is not the name of a sysctl")]
    [InlineData("/net/x", "is not the name of a sysctl")]
    [InlineData("", "is not the name of a sysctl")]
    [InlineData("kernel.hostname", "is set by the field hostname")]
    public void A_sysctl_of_the_host_is_refused(string key, string problem) =>
        AssertRefused(
            new TestConfig().With("linux.sysctl", $"{{\"{key}\":\"1\"}}"),
            $"linux.sysctl: \"{key}\" {problem}"
        );

    internal static void AssertRefused(TestConfig config, string message)
    {
        ContainerException e = Assert.Throws<ContainerException>(() =>
            ConfigRules.Enforce(config.Read())
        );
        Assert.Equal(message, e.Message);
        Assert.Equal(ContainerErrorKind.InvalidSpec, e.Kind);
    }
}
