using Xunit;

namespace ContainerRt.Runtime.Tests.Bundle;

public sealed class TextRuleTests
{
    [Theory]
    [InlineData("process.args")]
    [InlineData("process.env")]
    [InlineData("process.rlimits")]
    [InlineData("process.capabilities.bounding")]
    [InlineData("process.capabilities.effective")]
    [InlineData("process.capabilities.permitted")]
    [InlineData("process.capabilities.inheritable")]
    [InlineData("process.capabilities.ambient")]
    [InlineData("mounts")]
    [InlineData("linux.namespaces")]
    [InlineData("linux.devices")]
    [InlineData("linux.maskedPaths")]
    [InlineData("linux.readonlyPaths")]
    [InlineData("linux.resources.devices")]
    public void Null_in_a_list_is_refused(string field) =>
        ConfigRulesTests.AssertRefused(
            new TestConfig().With(field, "[null]"),
            $"{field}[0]: null is not allowed here"
        );

    [Theory]
    [InlineData(
        "mounts.1.options",
        "[\"ro\",null]",
        "mounts[1].options[1]: null is not allowed here"
    )]
    [InlineData(
        "linux.sysctl",
        "{\"net.x\":null}",
        "linux.sysctl.net.x[0]: null is not allowed here"
    )]
    [InlineData(
        "linux.resources.unified",
        "{\"cpu.max\":null}",
        "linux.resources.unified.cpu.max[1]: null is not allowed here"
    )]
    [InlineData("annotations", "{\"a\":null}", "annotations.a[0]: null is not allowed here")]
    public void Null_deeper_inside_is_refused(string field, string json, string message) =>
        ConfigRulesTests.AssertRefused(new TestConfig().With(field, json), message);

    // Without the rule the path is cut when it is handed to the kernel: /proc\0x passes the check of
    // CVE-2019-16884 and is mounted over /proc. Tried: red with TextRule taken out of ConfigRules.
    [Theory]
    [InlineData("mounts.1.destination", "mounts[1].destination")]
    [InlineData("mounts.1.source", "mounts[1].source")]
    [InlineData("mounts.1.type", "mounts[1].type")]
    [InlineData("root.path", "root.path")]
    [InlineData("process.cwd", "process.cwd")]
    [InlineData("process.args.0", "process.args[0]")]
    [InlineData("process.env.0", "process.env[0]")]
    [InlineData("hostname", "hostname")]
    [InlineData("domainname", "domainname")]
    [InlineData("linux.cgroupsPath", "linux.cgroupsPath")]
    [InlineData("linux.maskedPaths.0", "linux.maskedPaths[0]")]
    [InlineData("linux.readonlyPaths.0", "linux.readonlyPaths[0]")]
    [InlineData("linux.namespaces.0.path", "linux.namespaces[0].path")]
    public void A_NUL_byte_is_refused(string path, string named) =>
        ConfigRulesTests.AssertRefused(
            new TestConfig().With(path, "\"/proc\\u0000x\""),
            $"{named}: contains a NUL byte"
        );

    [Fact]
    public void A_NUL_byte_in_the_path_of_a_device_is_refused() =>
        ConfigRulesTests.AssertRefused(
            new TestConfig().With("linux.devices", "[{\"type\":\"c\",\"path\":\"/dev/x\\u0000\"}]"),
            "linux.devices[0].path: contains a NUL byte"
        );
}
