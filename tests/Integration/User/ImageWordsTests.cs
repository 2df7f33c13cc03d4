using System;
using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>An image's words are the image's: they get nothing that only the user may ask for, and steer no terminal.</summary>
public sealed class ImageWordsTests : UserTest
{
    private const string Steering = "\u001b[31m\n\u009b0123456789ab   \u202efake\"";
    private const string Shown = "\\x1b[31m\\n\\u009b0123456789ab   \\u202efake";

    // seen red with the lists of the image and of the command line read alike
    [Fact]
    public void A_variable_of_an_image_without_a_value_gets_nothing_of_the_callers()
    {
        Load(config => config["config"]!["Env"]!.AsArray().Add("CANARY"));
        Outcome outcome = CrtWith([new("CANARY", "secret")], "run", "--rm", "words", "env");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.DoesNotContain("CANARY", outcome.Output, StringComparison.Ordinal);
        string[] wanted = ["run", "--rm", "-e", "CANARY", "words", "env"];
        outcome = CrtWith([new("CANARY", "secret")], wanted);
        Assert.Contains("CANARY=secret\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "ps")]
    [InlineData(2, "ps", "--no-trunc")]
    [InlineData(1, "ps", "--format", "{{.Command}} {{.Image}} {{.Names}}")]
    public void A_command_of_an_image_is_quoted_in_the_table(int lines, params string[] verb)
    {
        Load(config =>
            config["config"]!["Cmd"] = new JsonArray("sh", "-c", $"sleep 1000 #{Steering}")
        );
        _ = Succeeds("run", "-d", "--name", "box", "words");
        string table = Succeeds(verb);
        Assert.Equal(lines, table.Split('\n').Length);
        NothingSteers(table);
        if (verb is not ["ps"])
        {
            string quoted = $"\"sh -c sleep 1000 #{Shown}\\\"\"";
            Assert.Contains(quoted, Succeeds("ps", "--no-trunc"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Cmd")]
    [InlineData("User")]
    [InlineData("StopSignal")]
    [InlineData("WorkingDir")]
    public void What_is_wrong_with_a_word_of_an_image_is_told_in_one_plain_line(string member)
    {
        Load(config =>
            config["config"]![member] = member == "Cmd" ? new JsonArray(Steering) : Steering
        );
        Outcome outcome = Crt("run", "--rm", "words");
        Assert.True(outcome.ExitCode is 125 or 126 or 127, outcome.ToString());
        Assert.Contains(Shown, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
        NothingSteers(outcome.Errors);
        NoContainerIsLeft();
    }

    [Theory]
    [InlineData("linux", "s390x")]
    [InlineData("windows", "amd64")]
    public void An_image_for_another_machine_is_refused_unless_it_is_asked_for(
        string os,
        string architecture
    )
    {
        Load(config =>
        {
            config["os"] = os;
            config["architecture"] = architecture;
        });
        string own = $"{os}/{architecture}";
        Fails(Crt("run", "--rm", "words", "echo", "ran"), 125, own, "this machine is linux/");
        Outcome asked = Crt("run", "--rm", "--platform", own, "words", "echo", "ran");
        Assert.True((asked.ExitCode, asked.Text) == (0, "ran"), asked.ToString());
        Assert.Single(asked.Errors.TrimEnd('\n').Split('\n'));
        Assert.Contains($"warning: image \"words\" is for {own}", asked.Errors);
        string[] other = ["run", "--rm", "--pull", "never", "--platform", "linux/mips", "words"];
        Fails(Crt(other), 125, "linux/mips");
        NoContainerIsLeft();
    }

    [Fact]
    public void An_image_for_another_machine_can_be_loaded_and_that_is_said()
    {
        ImageLayout layout = Layout(config => config["architecture"] = "s390x");
        Outcome load = Crt("load", "-i", layout.Archive());
        Assert.True(load.ExitCode == 0, load.ToString());
        Assert.Contains("is for linux/s390x", load.Errors, StringComparison.Ordinal);
    }

    private static void NothingSteers(string text) =>
        Assert.DoesNotContain(text, c => c is '\u001b' or '\u009b' or '\u202e');

    private ImageLayout Layout(Action<JsonObject> change) =>
        new(
            Path.Combine(Folder, "layout"),
            "words:latest",
            [TestImages.BusyboxTar()],
            [],
            change: change
        );

    private void Load(Action<JsonObject> change) =>
        _ = Succeeds("load", "-q", "-i", Layout(change).Archive());
}
