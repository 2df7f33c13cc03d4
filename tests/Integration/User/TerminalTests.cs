using System;
using System.IO;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>The user's terminal: left with the detach keys, and set back whatever happens to the other side.</summary>
public sealed class TerminalTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    // Runs a container on a terminal, kills its shim or crt itself in mid session, and says how the terminal is left.
    private const string Session = """
        import json, os, pty, select, signal, subprocess, sys, termios, time
        crt, victim = sys.argv[1:3]
        master, slave = pty.openpty()
        pid = os.fork()
        if pid == 0:
            os.login_tty(slave)
            os.execv(crt, [crt, 'run', '-it', '--name', 'box', 'busybox', 'sh', '-c', 'trap "exit 9" TERM HUP; echo rea""dy; while :; do sleep 0.1; done'])
        def mode():
            flags = termios.tcgetattr(slave)[3]
            return 'raw' if not flags & (termios.ICANON | termios.ECHO) else 'cooked'
        before, said, end = mode(), b'', time.time() + 20
        while b'ready' not in said and time.time() < end:
            if select.select([master], [], [], 0.1)[0]:
                said += os.read(master, 65536)
        during = mode()
        box = json.loads(subprocess.check_output([crt, 'inspect', 'box']))[0]['State']['Pid']
        shim = int(open(f'/proc/{box}/stat').read().rsplit(')', 1)[1].split()[1])
        if victim == 'shim':
            os.kill(shim, signal.SIGKILL)
        elif victim == 'container':
            os.kill(box, signal.SIGKILL)
        else:
            os.kill(pid, getattr(signal, victim))
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(before, during, mode(), status)
        """;

    [Theory]
    [InlineData("shim", "cooked raw cooked 125")]
    [InlineData("container", "cooked raw cooked 137")]
    [InlineData("SIGTERM", "cooked raw cooked 9")]
    [InlineData("SIGHUP", "cooked raw cooked 9")]
    public void The_terminal_is_set_back_whoever_is_killed(string victim, string expected)
    {
        string script = Path.Combine(Folder, "session.py");
        File.WriteAllText(script, Session);
        Outcome outcome = ProgramRun.To(
            "python3",
            [script, Program, victim],
            new RunOptions { Environment = Variables }
        );
        Assert.True(outcome.Text == expected, $"want {expected}: {outcome}");
    }

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
