using System;
using System.Diagnostics;
using System.Threading;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>Containers that stay: ps, logs, exec, stop, rm.</summary>
public sealed class DetachedTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    [Fact]
    public void A_detached_container_lives_until_it_is_stopped()
    {
        string id = Succeeds(
            "run",
            "-d",
            "--name",
            "box",
            BusyboxStore.Image,
            "sh",
            "-c",
            "trap 'exit 5' TERM; echo ready; while :; do sleep 0.1; done"
        );
        Assert.Equal(64, id.Length);
        Assert.Equal(
            $"{id[..12]} box busybox",
            Succeeds("ps", "--format", "{{.ID}} {{.Names}} {{.Image}}")
        );
        AwaitLog("box", "ready");
        Assert.Equal("sh", Succeeds("exec", "box", "cat", "/proc/1/comm"));
        Assert.Equal(9, Crt("exec", "box", "sh", "-c", "exit 9").ExitCode);
        _ = Succeeds("stop", "-t", "5", "box");
        Assert.Equal("", Succeeds("ps", "--quiet"));
        Assert.Contains("Exited (5)", Succeeds("ps", "--all"), StringComparison.Ordinal);
        Assert.Equal("ready", Succeeds("logs", "box"));
        _ = Succeeds("rm", "box");
        NoContainerIsLeft();
    }

    [Fact]
    public void An_exec_is_inside_and_takes_its_options()
    {
        _ = Succeeds(
            "run",
            "-d",
            "--name",
            "box",
            "-h",
            "inside",
            BusyboxStore.Image,
            "sleep",
            "100"
        );
        Assert.Equal("inside", Succeeds("exec", "box", "hostname"));
        Assert.Equal(
            "/tmp 1 65534",
            Succeeds(
                "exec",
                "-e",
                "A=1",
                "-w",
                "/tmp",
                "-u",
                "nobody",
                "box",
                "sh",
                "-c",
                "echo $PWD $A $(id -u)"
            )
        );
        Outcome fed = CrtFed("x\n", "exec", "-i", "box", "cat");
        Assert.Equal((0, "x"), (fed.ExitCode, fed.Text));
        Fails(Crt("exec", "box", "no-such-program"), 127, "no-such-program");
    }

    [Fact]
    public void A_container_that_ignores_the_signal_is_killed_when_the_time_is_over()
    {
        _ = Succeeds(
            "run",
            "-d",
            "--name",
            "deaf",
            BusyboxStore.Image,
            "sh",
            "-c",
            "trap '' TERM; echo ready; while :; do sleep 0.1; done"
        );
        AwaitLog("deaf", "ready");
        _ = Succeeds("stop", "-t", "1", "deaf");
        Assert.Contains("Exited (137)", Succeeds("ps", "--all"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_container_is_removed_only_by_force()
    {
        _ = Succeeds("run", "-d", "--name", "box", BusyboxStore.Image, "sleep", "100");
        Fails(Crt("rm", "box"), 1, "box", "running");
        _ = Succeeds("rm", "-f", "box");
        NoContainerIsLeft();
    }

    [Fact]
    public void An_unknown_container_is_named() =>
        Fails(Crt("logs", "nobody-here"), 1, "nobody-here");

    [Fact]
    public void Logs_follow_a_container_to_its_end()
    {
        _ = Succeeds(
            "run",
            "-d",
            "--name",
            "box",
            BusyboxStore.Image,
            "sh",
            "-c",
            "for i in 1 2 3; do echo line$i; sleep 0.3; done; echo -n last"
        );
        Assert.Equal("line1\nline2\nline3\nlast", Succeeds("logs", "-f", "box"));
        Assert.Equal("", Succeeds("ps", "--quiet"));
        Assert.Equal("line3\nlast", Succeeds("logs", "-f", "-n", "2", "box"));
    }

    // Red with the follower that kept the first file open: it saw what was written before the first rotation and no more.
    [Fact]
    public void Logs_follow_into_the_files_of_a_rotation()
    {
        string line = new('x', 1000);
        _ = Succeeds(
            "run",
            "-d",
            "--name",
            "box",
            BusyboxStore.Image,
            "sh",
            "-c",
            $"echo first; sleep 1; yes {line} | head -n 24000; echo end"
        );
        string[] said = Succeeds("logs", "-f", "box").Split('\n');
        Assert.Equal((24002, "first", "end"), (said.Length, said[0], said[^1]));
        Assert.Equal(24000, Array.FindAll(said, x => x == line).Length);
    }

    [Fact]
    public void Logs_end_when_the_supervisor_is_killed()
    {
        _ = Succeeds(
            "run",
            "-d",
            "--name",
            "box",
            BusyboxStore.Image,
            "sh",
            "-c",
            "echo ready; sleep 100"
        );
        AwaitLog("box", "ready");
        Outcome followed = ProgramRun.To(
            "sh",
            [
                "-c",
                "$0 logs -f box & sleep 0.5; box=$($0 inspect box | sed -n 's/.*\"Pid\": \\([0-9]*\\).*/\\1/p');"
                    + "kill -9 $(cut -d' ' -f4 /proc/$box/stat); wait $!; echo ended $?",
                Program,
            ],
            new RunOptions { Environment = Variables }
        );
        Assert.True(followed.Text == "ready\nended 0", followed.ToString());
    }

    private void AwaitLog(string name, string text)
    {
        var clock = Stopwatch.StartNew();
        while (!Succeeds("logs", name).Contains(text, StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed.TotalSeconds < 10, $"{name} has not said {text} after 10 s");
            Thread.Sleep(50);
        }
    }
}
