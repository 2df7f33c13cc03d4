using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>What a verb prints arrives, or the verb has failed.</summary>
public sealed class OutputTests : OciTest
{
    // before, each of them ended with 0
    [Theory]
    [InlineData("list")]
    [InlineData("list -q")]
    [InlineData("list --format json")]
    [InlineData("state ID")]
    [InlineData("ps ID")]
    [InlineData("features")]
    [InlineData("plan --bundle BUNDLE")]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("create --help")]
    public void What_finds_no_room_is_an_error(string verb)
    {
        _ = Bundle.Command("sleep", "100");
        string command = verb.Replace("ID", Create(), System.StringComparison.Ordinal)
            .Replace("BUNDLE", Bundle.Folder, System.StringComparison.Ordinal);
        Outcome full = Bash($"{Program} {command} >/dev/full");
        FailsNaming(full, "write to standard output: no space left on device");
        Assert.Equal(1, full.ExitCode);
        Outcome left = Bash($"(sleep 0.3; {Program} {command}; echo $? >&2) | true");
        Assert.Equal("141\n", left.Errors);
    }

    [Fact]
    public void A_run_with_a_terminal_ends_when_its_reader_has_left()
    {
        Bundle.Process["terminal"] = true;
        _ = Bundle.Command("yes").Write();
        Outcome outcome = Bash(
            $"{Program} run --bundle '{Bundle.Folder}' {NewId()} | head -1; echo ${{PIPESTATUS[0]}}"
        );
        Assert.Equal("y\n141\n", outcome.Output);
    }

    [Fact]
    public void An_exec_with_a_terminal_ends_when_its_reader_has_left()
    {
        _ = Bundle.Command("sleep", "100");
        Outcome outcome = Bash(
            $"{Program} exec -t {CreateAndStart()} yes | head -1; echo ${{PIPESTATUS[0]}}"
        );
        Assert.Equal("y\n141\n", outcome.Output);
    }

    private string Program => $"'{Crt.Runtime}' --root '{StateRoot}'";

    private static Outcome Bash(string line) =>
        ProgramRun.To("timeout", ["--signal=KILL", "20", "bash", "-c", line]);
}
