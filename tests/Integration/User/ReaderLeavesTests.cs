using System;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>REL-32: nobody reads what a command writes, or there is no room for it.</summary>
public sealed class ReaderLeavesTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    // before, each of them went on for ever
    [Theory]
    [InlineData("logs -f box")]
    [InlineData("attach --no-stdin box")]
    [InlineData("exec box yes")]
    [InlineData("run --rm --name other busybox yes")]
    [InlineData("run --rm --name other busybox sh -c 'yes >&2' 2>&1")]
    public void A_command_ends_without_a_word_when_its_reader_has_left(string command)
    {
        _ = Succeeds(
            "run",
            "-d",
            "--name",
            "box",
            "busybox",
            "sh",
            "-c",
            "while sleep 0.1; do echo y; done"
        );
        Outcome outcome = Bash($"'{Program}' {command} | head -1; echo ${{PIPESTATUS[0]}}");
        Assert.Equal(("y\n141", ""), (outcome.Text, outcome.Errors));
        Assert.Contains("box", Succeeds("ps", "--format", "{{.Names}}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Following_a_silent_log_ends_when_its_reader_has_left()
    {
        _ = Succeeds("run", "-d", "--name", "box", "busybox", "sh", "-c", "echo once; sleep 100");
        Outcome outcome = Bash($"'{Program}' logs -f box | head -1; echo ${{PIPESTATUS[0]}}");
        Assert.Equal("once\n141", outcome.Text);
    }

    [Fact]
    public void A_command_on_a_terminal_ends_when_its_reader_has_left()
    {
        _ = Succeeds("run", "-d", "-t", "--name", "box", "busybox", "yes");
        Outcome outcome = Bash(
            $"'{Program}' attach --no-stdin box | head -1; echo ${{PIPESTATUS[0]}}"
        );
        Assert.Equal("141", outcome.Text.Split('\n')[^1]);
    }

    [Theory]
    [InlineData("images")]
    [InlineData("images --format json")]
    [InlineData("save busybox")]
    [InlineData("inspect box")]
    [InlineData("ps -a")]
    [InlineData("--help")]
    public void A_command_whose_reader_was_never_there_says_nothing(string command)
    {
        _ = Succeeds("run", "--name", "box", "busybox", "true");
        Outcome outcome = Bash($"(sleep 0.3; '{Program}' {command}; echo $? >&2) | true");
        Assert.Equal(("", "141\n"), (outcome.Output, outcome.Errors));
    }

    // before, each of them ended with 0
    [Theory]
    [InlineData("ps", 125)]
    [InlineData("ps -q -a", 125)]
    [InlineData("inspect box", 125)]
    [InlineData("logs box", 125)]
    [InlineData("wait box", 125)]
    [InlineData("exec box echo said", 125)]
    [InlineData("run --rm busybox echo said", 125)]
    [InlineData("images", 125)]
    [InlineData("images --format json", 125)]
    [InlineData("save busybox", 125)]
    [InlineData("--help", 125)]
    public void Output_that_finds_no_room_is_an_error(string command, int code)
    {
        bool runs = command.StartsWith("exec", StringComparison.Ordinal);
        _ = Succeeds(
            "run",
            runs ? "-d" : "-i",
            "--name",
            "box",
            "busybox",
            "sh",
            "-c",
            runs ? "sleep 100" : "echo logged"
        );
        Fails(
            Bash($"'{Program}' {command} >/dev/full"),
            code,
            "write to standard output: no space left on device"
        );
    }

    [Fact]
    public void A_pull_or_load_does_not_fail_for_want_of_room_for_its_notes()
    {
        Outcome load = Bash(
            $"'{Program}' save -o '{Folder}/archive' busybox && '{Program}' load -i '{Folder}/archive' 2>/dev/full"
        );
        Assert.True(load.ExitCode == 0, load.ToString());
    }

    private Outcome Bash(string line) =>
        ProgramRun.To(
            "timeout",
            ["--signal=KILL", "20", "bash", "-c", line],
            new RunOptions { Environment = Variables }
        );
}
