using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>What `ps` and `list` print for people.</summary>
public sealed class TableTests : OciTest
{
    [Fact]
    public void Ps_prints_the_lines_that_the_hosts_ps_has_for_the_container()
    {
        _ = Bundle.Command("sleep", "1234");
        string id = CreateAndStart();
        string[] lines = Oci("ps", id).Text.Split('\n');
        Assert.Matches("^UID +PID +PPID +C +STIME +TTY +TIME +CMD$", lines[0]);
        Assert.Matches($"^root +{PidOf(id)} .* sleep 1234$", Assert.Single(lines.Skip(1)));
        Assert.Equal(
            $"PID COMMAND|{PidOf(id)} sleep",
            string.Join(
                '|',
                Oci("ps", id, "-e", "-o", "pid,comm").Text.Split('\n').Select(Squeezed)
            )
        );
    }

    [Fact]
    public void Options_that_ps_does_not_have_or_that_hide_the_pids_are_an_error()
    {
        _ = Bundle.Command("sleep", "1234");
        string id = CreateAndStart();
        FailsNaming(Oci("ps", id, "--frobnicate"), "ps --frobnicate", "ended with");
        FailsNaming(Oci("ps", id, "-o", "comm"), "no column PID");
        FailsNaming(
            OciWith(
                new RunOptions
                {
                    Environment = new Dictionary<string, string> { ["PATH"] = "/nowhere" },
                },
                "ps",
                id
            ),
            "\"ps\": executable file not found in $PATH"
        );
    }

    [Fact]
    public void Ps_of_a_container_that_has_ended_is_the_headline()
    {
        _ = Bundle.Command("true");
        string id = CreateAndStart();
        WaitUntil(id, "stopped");
        Assert.StartsWith(
            "UID ",
            Assert.Single(Oci("ps", id).Text.Split('\n')),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void List_of_a_root_that_nobody_has_made_is_an_empty_table()
    {
        string root = Path.Combine(Folder, "missing");
        Outcome list = ProgramRun.To(Crt.Runtime, ["--root", root, "list"]);
        Assert.Matches("^ID +PID +STATUS +BUNDLE +CREATED +OWNER$", list.Text);
        Assert.Equal(0, list.ExitCode);
        Assert.False(Directory.Exists(root));
        File.WriteAllText(root, "");
        FailsNaming(ProgramRun.To(Crt.Runtime, ["--root", root, "list"]), root, "not a directory");
    }

    private static string Squeezed(string line) =>
        string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
