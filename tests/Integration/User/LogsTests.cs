using System;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>`crt logs` gives back what was written, whatever it was and however it lies on the disk.</summary>
public sealed class LogsTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    // 22 MB in three files: a reader that takes carriage returns for ends of lines loses the half of it
    [Fact]
    public void Every_byte_comes_back_also_from_files_that_were_rotated()
    {
        const string script =
            "yes 'progress 50%' 2>/dev/null | head -c 22000000 | tr '\\n' '\\r'; echo; printf 'a\\r\\nb\\n\\n  c \\377\\tend'";
        _ = Succeeds(
            "run",
            "--name",
            "box",
            "busybox",
            "sh",
            "-c",
            $"({script}) 2>&1 >/dev/null; {script}"
        );
        Assert.True(File.Exists(Log() + ".1"));
        Assert.Equal(Shell($"({script}) | sha256sum"), Shell($"{Program} logs box | sha256sum"));
        Assert.Equal(
            Shell($"({script}) | tail -n 3 | od -c"),
            Shell($"{Program} logs --tail 3 box | od -c")
        );
    }

    [Fact]
    public void The_tail_and_the_times_are_those_of_lines()
    {
        const string script =
            "echo first; head -c 100000 /dev/zero | tr '\\0' x; sleep 0.2; echo; echo -n last";
        _ = Succeeds("run", "--name", "box", "busybox", "sh", "-c", script);
        string line = new('x', 100_000);
        Assert.Equal("last", Succeeds("logs", "--tail", "1", "box"));
        Assert.Equal($"{line}\nlast", Succeeds("logs", "--tail", "2", "box"));
        Assert.Equal("", Succeeds("logs", "--tail", "0", "box"));
        string[] stamped = Succeeds("logs", "-t", "box").Split('\n');
        Assert.Equal(["first", line, "last"], stamped.Select(text => text[31..]));
        Assert.All(stamped, text => Assert.Matches("^20[0-9-]*T[0-9:.]*Z $", text[..31]));
    }

    [Fact]
    public void A_follower_gets_all_lines_through_many_rotations()
    {
        const int last = 1_000_000;
        Begin(last);
        string follow = $"{Program} logs -f box | sha256sum";
        string followed = Shell($"{follow} & sleep 0.5; touch {Folder}/go; wait");
        Assert.Equal(Shell($"(echo ready; seq {last}) | sha256sum"), followed);
        Assert.True(File.Exists(Log() + ".2"));
    }

    // each begins at another moment, some in the middle of a rotation: of what is there nothing is missing
    [Fact]
    public void Followers_that_begin_while_the_log_is_rotated_miss_nothing()
    {
        const int last = 1_000_000;
        Begin(last);
        // of the first line the beginning may have been in a file that is gone
        const string gaps =
            "awk '$1 == \"ready\" || !n++ {next} p && $1 != p + 1 {bad++} {p = $1} END {print bad + 0, p}'";
        string several = Shell(
            $"touch {Folder}/go; for i in 1 2 3 4 5 6; do {Program} logs -f box | {gaps} & sleep 0.3; done; wait"
        );
        Assert.All(several.Split('\n'), found => Assert.Equal($"0 {last}", found));
    }

    private void Begin(int last) =>
        _ = Succeeds(
            "run",
            "-d",
            "--name",
            "box",
            "-v",
            $"{Folder}:/host",
            "busybox",
            "sh",
            "-c",
            $"echo ready; until [ -e /host/go ]; do sleep 0.1; done; seq {last}"
        );

    private string Log() =>
        Path.Combine(
            Directory.GetDirectories(Path.Combine(StateRoot, "containers")).Single(),
            "container.log"
        );

    private string Shell(string script)
    {
        Outcome outcome = ProgramRun.To(
            "bash",
            ["-c", script],
            new RunOptions { Environment = Variables, Limit = TimeSpan.FromMinutes(3) }
        );
        Assert.True(outcome.ExitCode == 0 && outcome.Errors.Length == 0, outcome.ToString());
        return outcome.Text;
    }
}
