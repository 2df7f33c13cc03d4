using System.IO;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>Signals for a crt that stays with a container: docker's policy, see SignalPolicy.</summary>
public sealed class SignalTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    // Runs crt on a terminal or on pipes, sends signals once the container is ready, and says how crt ended.
    private const string Session = """
        import os, pty, select, signal, sys, termios, time
        how, signals, crt = sys.argv[1], sys.argv[2].split(','), sys.argv[3:]
        reader, writer = pty.openpty() if how == 'terminal' else os.pipe()
        def cooked():
            return how != 'terminal' or termios.tcgetattr(writer)[3] & termios.ICANON
        pid = os.fork()
        if pid == 0:
            if how == 'terminal':
                os.login_tty(writer)
            else:
                os.dup2(os.open('/dev/null', os.O_RDONLY), 0); os.dup2(writer, 1)
            os.execv(crt[0], crt)
        said, end = b'', time.time() + 20
        def read(until):
            global said
            while until not in said and time.time() < end and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                if select.select([reader], [], [], 0.1)[0]:
                    said += os.read(reader, 65536)
        read(b'ready')
        for name in signals:
            os.kill(pid, getattr(signal, 'SIG' + name))
            time.sleep(0.5)
        read(b'\0')
        over = os.waitpid(pid, os.WNOHANG)
        if over[0] == 0:
            os.kill(pid, 9); os.waitpid(pid, 0)
        print('still there' if over[0] == 0 else os.waitstatus_to_exitcode(over[1]), 'cooked' if cooked() else 'raw')
        """;

    private const string Traps =
        "trap 'exit 41' HUP; trap 'exit 42' INT; trap 'exit 43' QUIT; trap 'exit 50' USR1; trap 'exit 55' TERM; trap 'exit 68' WINCH; "
        + "while :; do echo ready; sleep 0.2; done";

    // before, a terminal kept every signal from the container: swallowed, or crt ended with 0 and the container stayed
    [Theory]
    [InlineData("terminal", "INT", "42 cooked")]
    [InlineData("terminal", "TERM", "55 cooked")]
    [InlineData("terminal", "HUP", "41 cooked")]
    [InlineData("terminal", "QUIT", "43 cooked")]
    [InlineData("terminal", "USR1", "50 cooked")]
    [InlineData("pipe", "INT", "42 cooked")]
    [InlineData("pipe", "WINCH,TERM", "55 cooked")]
    public void Run_passes_them_on(string how, string signals, string expected)
    {
        string terminal = how == "terminal" ? "-it" : "-i";
        Assert.Equal(
            expected,
            Signalled(how, signals, "run", "--rm", terminal, "busybox", "sh", "-c", Traps)
        );
        NoContainerIsLeft();
    }

    [Theory]
    [InlineData("terminal", "TERM", "55 cooked")]
    [InlineData("terminal", "INT", "42 cooked")]
    [InlineData("pipe", "TERM", "55 cooked")]
    [InlineData("pipe", "INT", "42 cooked")]
    public void Attach_passes_them_on(string how, string signal, string expected)
    {
        string terminal = how == "terminal" ? "-it" : "-i";
        _ = Succeeds("run", "-d", terminal, "--name", "box", "busybox", "sh", "-c", Traps);
        Assert.Equal(expected, Signalled(how, signal, "attach", "box"));
        Assert.Equal("", Succeeds("ps", "-q"));
    }

    [Fact]
    public void A_container_that_is_started_again_gets_them_too()
    {
        Outcome first = Crt(
            "run",
            "--name",
            "box",
            "busybox",
            "sh",
            "-c",
            "test -e /again || exec touch /again; " + Traps
        );
        Assert.Equal(0, first.ExitCode);
        Assert.Equal("55 cooked", Signalled("pipe", "TERM", "start", "--attach", "box"));
    }

    // its process goes on, as with docker; before, crt ended with 0
    [Theory]
    [InlineData("terminal", "TERM", "143 cooked")]
    [InlineData("terminal", "HUP", "129 cooked")]
    [InlineData("pipe", "INT", "130 cooked")]
    [InlineData("pipe", "USR1", "138 cooked")]
    public void Exec_is_ended_by_them(string how, string signal, string expected)
    {
        _ = Succeeds("run", "-d", "--name", "box", "busybox", "sleep", "100");
        string terminal = how == "terminal" ? "-it" : "-i";
        Assert.Equal(
            expected,
            Signalled(how, signal, "exec", terminal, "box", "sh", "-c", "echo ready; exec sleep 77")
        );
        Assert.Contains("sleep 77", Succeeds("exec", "box", "ps"), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run --rm -i --name other busybox yes ready")]
    [InlineData("attach box")]
    [InlineData("start -a ended")]
    public void Without_sig_proxy_they_end_crt_and_not_the_container(string command)
    {
        _ = Succeeds(
            "run",
            "-d",
            "--name",
            "box",
            "busybox",
            "sh",
            "-c",
            "while :; do echo ready; sleep 0.2; done"
        );
        _ = Crt(
            "run",
            "--name",
            "ended",
            "busybox",
            "sh",
            "-c",
            "test -e /again || exec touch /again; echo ready; sleep 50"
        );
        string[] words = command.Split(' ');
        Assert.Equal(
            "143 cooked",
            Signalled("pipe", "TERM", [words[0], "--sig-proxy=false", .. words[1..]])
        );
        string name = words[0] switch
        {
            "run" => "other",
            "attach" => "box",
            _ => "ended",
        };
        Assert.Contains(name, Succeeds("ps", "--format", "{{.Names}}").Split('\n'));
    }

    // the first process of a container takes no signal that it has no handler for
    [Fact]
    public void The_third_that_is_meant_to_end_it_ends_crt()
    {
        Assert.Equal(
            "130 cooked",
            Signalled(
                "terminal",
                "INT,TERM,INT",
                "run",
                "-it",
                "--name",
                "box",
                "busybox",
                "sh",
                "-c",
                "echo ready; sleep 50"
            )
        );
        Assert.Equal("box", Succeeds("ps", "--format", "{{.Names}}"));
    }

    private string Signalled(string how, string signals, params string[] command)
    {
        string script = Path.Combine(Folder, "session.py");
        File.WriteAllText(script, Session);
        Outcome outcome = ProgramRun.To(
            "python3",
            [script, how, signals, Program, .. command],
            new RunOptions { Environment = Variables }
        );
        return outcome.Errors.Length == 0 || outcome.ExitCode == 0
            ? outcome.Text
            : outcome.ToString();
    }
}
