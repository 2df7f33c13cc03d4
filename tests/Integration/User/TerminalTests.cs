using System;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>The user's terminal: left with the detach keys, and taken up again.</summary>
public sealed class TerminalTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    [Fact]
    public void The_detach_keys_leave_the_container_running_and_attach_comes_back()
    {
        Outcome left = CrtOnTerminal(
            "\\x10\\x11",
            "run",
            "-it",
            "--name",
            "box",
            BusyboxStore.Image,
            "sh"
        );
        Assert.True(left.ExitCode == 0, left.ToString());
        Assert.Equal("box", Succeeds("ps", "--format", "{{.Names}}"));
        Outcome back = CrtOnTerminal("exit 4\\n", "attach", "box");
        Assert.True(back.ExitCode == 4, back.ToString());
        Assert.Equal("", Succeeds("ps", "--quiet"));
    }

    [Fact]
    public void A_lone_ctrl_p_reaches_the_container()
    {
        Outcome outcome = CrtOnTerminal(
            "\\x10a\\n",
            "run",
            "--rm",
            "-it",
            BusyboxStore.Image,
            "sh",
            "-c",
            "stty raw -echo; echo now; head -c 2 | od -An -tx1; stty sane"
        );
        Assert.Contains("10 61", outcome.Output, StringComparison.Ordinal);
    }
}
