using System;
using ContainerRt.Engine.Bundles;
using ContainerRt.Spec.Image;
using Xunit;

namespace ContainerRt.Engine.Tests;

public sealed class ContainerVariablesTests
{
    private const string Path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public ContainerVariablesTests()
    {
        Environment.SetEnvironmentVariable("CANARY", "of the caller");
        Environment.SetEnvironmentVariable("WANTED", "of the caller");
    }

    [Fact]
    public void The_users_variables_replace_the_images_and_those_the_defaults()
    {
        ContainerDefaults image = new() { Env = ["PATH=/img", "A=1", "B=2"] };
        RunWishes wishes = new() { Environment = ["A=9", "C=", "A=8"], Terminal = true };
        Assert.Equal(
            ["HOSTNAME=h", "TERM=xterm", "PATH=/img", "B=2", "C=", "A=8"],
            ContainerVariables.Of(image, wishes, "h")
        );
    }

    // only the command line may ask for the caller's own: seen red with both lists read alike
    [Fact]
    public void A_name_without_a_value_is_the_callers_on_the_command_line_and_nothing_in_an_image()
    {
        ContainerDefaults image = new() { Env = ["CANARY", "WANTED", "PATH", "A=1"] };
        RunWishes wishes = new() { Environment = ["WANTED", "A", "NOT_THERE"] };
        Assert.Equal(
            [Path, "HOSTNAME=h", "WANTED=of the caller"],
            ContainerVariables.Of(image, wishes, "h")
        );
    }

    [Theory]
    [InlineData("A=1 B=2", "B=3 C=4", false, "A=1 B=3 C=4")]
    [InlineData("A=1 WANTED=x", "WANTED A", false, "WANTED=of the caller")]
    [InlineData("A=1", "", true, "A=1 TERM=xterm")]
    [InlineData("TERM=vt100", "", true, "TERM=vt100")]
    [InlineData("A=1", "TERM=dumb", true, "A=1 TERM=dumb")]
    public void An_exec_has_the_first_process_variables_and_what_is_asked_for(
        string first,
        string asked,
        bool terminal,
        string expected
    ) =>
        Assert.Equal(
            expected,
            string.Join(' ', ContainerVariables.OfExec(Words(first), Words(asked), terminal))
        );

    [Theory]
    [InlineData("")]
    [InlineData("=x")]
    public void A_variable_without_a_name_is_an_error(string variable) =>
        Assert.Throws<EngineException>(() => ContainerVariables.OfExec([], [variable], false));

    private static string[] Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
