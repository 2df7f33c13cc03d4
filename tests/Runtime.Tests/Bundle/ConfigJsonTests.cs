using System.Text;
using ContainerRt.Runtime.Bundle;
using Xunit;

namespace ContainerRt.Runtime.Tests.Bundle;

public sealed class ConfigJsonTests
{
    [Theory]
    [InlineData("", "config.json: not a valid runtime configuration, line 1")]
    [InlineData("null", "config.json: the document is null")]
    [InlineData("[]", "config.json: not a valid runtime configuration, line 1")]
    [InlineData(
        "{\n\"process\": {\n\"cwd\": 5}}",
        "config.json: not a valid runtime configuration at process.cwd, line 3"
    )]
    [InlineData(
        "{\n\"mounts\": [\n{\"destination\": {}}]}",
        "config.json: not a valid runtime configuration at mounts[0].destination, line 3"
    )]
    [InlineData(
        "{\"process\": {\"user\":\n{\"uid\": -1}}}",
        "config.json: not a valid runtime configuration at process.user.uid, line 2"
    )]
    [InlineData(
        "{\"process\": {\"user\":\n{\"uid\": 4294967296}}}",
        "config.json: not a valid runtime configuration at process.user.uid, line 2"
    )]
    [InlineData(
        "{\n\"hostname\": \"a\",\n\"hostname\": \"b\"}",
        "config.json: not a valid runtime configuration at hostname, line 3"
    )]
    [InlineData(
        "{\n\"linux\": {\n\"sysctl\": {\"a\": 1}}}",
        "config.json: not a valid runtime configuration at linux.sysctl.a, line 3"
    )]
    [InlineData(
        "{\"process\": {\n\"args\": [\"a\",]}}",
        "config.json: not a valid runtime configuration at process.args[1], line 2"
    )]
    [InlineData("{} x", "config.json: not a valid runtime configuration, line 1")]
    public void Malformed_JSON_names_the_field_and_the_line(string json, string message)
    {
        ContainerException e = Assert.Throws<ContainerException>(() =>
            BundleDirectory.Parse(Encoding.UTF8.GetBytes(json), "config.json")
        );
        Assert.Equal(message, e.Message);
        Assert.Equal(ContainerErrorKind.InvalidSpec, e.Kind);
    }

    [Fact]
    public void JSON_that_is_too_deep_is_refused()
    {
        string json = $"{{\"x\":{new string('[', 100_000)}";
        ContainerException e = Assert.Throws<ContainerException>(() =>
            BundleDirectory.Parse(Encoding.UTF8.GetBytes(json), "config.json")
        );
        Assert.StartsWith(
            "config.json: not a valid runtime configuration",
            e.Message,
            System.StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{\"hostname\":\"\xff\"}")]
    [InlineData("{\"process\":{\"args\":[\"\xff\"]}}")]
    [InlineData("{\"linux\":{\"sysctl\":{\"\xff\":\"1\"}}}")]
    [InlineData("{\"hostname\":\"\\ud800\"}")]
    [InlineData("{\"linux\":{\"sysctl\":{\"\\ud800\":\"1\"}}}")]
    public void Text_that_is_no_unicode_is_refused(string latin)
    {
        ContainerException e = Assert.Throws<ContainerException>(() =>
            BundleDirectory.Parse(Encoding.Latin1.GetBytes(latin), "config.json")
        );
        Assert.StartsWith(
            "config.json: not a valid runtime configuration",
            e.Message,
            System.StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_bundle_without_a_configuration_says_so()
    {
        ContainerException e = Assert.Throws<ContainerException>(() =>
            BundleDirectory.Read("/nonexistent")
        );
        Assert.Equal(ContainerErrorKind.NotFound, e.Kind);
        Assert.Contains(
            "config.json not found in /nonexistent",
            e.Message,
            System.StringComparison.Ordinal
        );
    }

    // config.md#extensibility: properties that the runtime does not know MUST be ignored
    [Fact]
    public void Unknown_properties_are_ignored() =>
        ConfigRules.Enforce(new TestConfig().With("process.com_example", "[{}, null]").Read());
}
