using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ContainerRt.Integration.Programs;

/// <summary>Runs a program on a terminal of its own: controlling terminal, stdin, stdout and stderr.</summary>
/// <remarks>script(1) feeds NULs from /dev/null and loses exit codes, so python's pty does it.</remarks>
public static class Pty
{
    private const string Program = """
        import fcntl, os, pty, select, struct, sys, termios, time
        rows, columns, limit, feed = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
        pid, master = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
            os.execv(sys.argv[5], sys.argv[5:])
        data = feed.encode().decode('unicode_escape').encode('latin-1')
        end, said, sent = time.time() + limit, b'', False
        while time.time() < end:
            ready, _, _ = select.select([master], [], [], 0.1)
            # typed only after the program has set its terminal up, or input is echoed twice
            if data and not sent and (said or time.time() > end - limit + 1):
                os.write(master, data); sent = True
            if ready:
                try:
                    piece = os.read(master, 65536)
                except OSError:
                    break
                if not piece:
                    break
                said += piece
        else:
            os.kill(pid, 9)
            sys.stderr.write('time is up')
        sys.stdout.buffer.write(said)
        _, status = os.waitpid(pid, 0)
        sys.exit(os.waitstatus_to_exitcode(status) & 255)
        """;

    public static Outcome Run(
        string program,
        IEnumerable<string> arguments,
        string typed = "",
        int rows = 24,
        int columns = 80
    )
    {
        // not pty.py: its folder comes first where python looks for modules
        string script = Path.Combine(Crt.Cache, "on-terminal.py");
        File.WriteAllText(script, Program);
        string[] all =
        [
            script,
            $"{rows}",
            $"{columns}",
            "30",
            typed,
            program,
            .. arguments.ToArray(),
        ];
        return ProgramRun.To("python3", all);
    }
}
