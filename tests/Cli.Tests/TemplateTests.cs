using System.Collections.Generic;
using ContainerRt.Cli.Arguments;
using ContainerRt.Cli.User;
using Xunit;

namespace ContainerRt.Cli.Tests;

public sealed class TemplateTests
{
    private static readonly Dictionary<string, string> s_row = new()
    {
        ["ID"] = "0123",
        ["Names"] = "{{.ID}}",
        ["Empty"] = "",
    };

    [Theory]
    [InlineData("{{.ID}}", "0123")]
    [InlineData("{{ .ID }}", "0123")]
    [InlineData("{{\t.ID\n}}", "0123")]
    [InlineData("{{ID}}", "0123")]
    [InlineData("a{{.ID}}{{.Empty}}b\\t{{.ID}}", "a0123b\t0123")]
    [InlineData("{{.Names}}", "{{.ID}}")]
    [InlineData("{{{.ID}}}", "{0123}")]
    [InlineData("{{{{.ID}}}}", "{{0123}}")]
    [InlineData("{{.ID}", "{{.ID}")]
    [InlineData("{{1}} {{.ID}}", "{{1}} 0123")]
    [InlineData("{{", "{{")]
    [InlineData("", "")]
    [InlineData("json", "{\"ID\":\"0123\",\"Names\":\"{{.ID}}\",\"Empty\":\"\"}")]
    public void Fields_are_filled_and_all_else_stays(string format, string filled) =>
        Assert.Equal(filled, Template.Fill(format, s_row));

    [Theory]
    [InlineData("{{.Size}}", "{{.Size}}")]
    [InlineData("{{}}", "{{}}")]
    [InlineData("x{{ range . }}", "{{ range . }}")]
    [InlineData("{{..ID}}", "{{..ID}}")]
    [InlineData("{{. ID}}", "{{. ID}}")]
    public void A_field_that_does_not_exist_is_named(string format, string field)
    {
        UsageException e = Assert.Throws<UsageException>(() => Template.Fill(format, s_row));
        Assert.Equal($"--format: there is no field {field}: have ID, Names, Empty", e.Message);
    }
}
