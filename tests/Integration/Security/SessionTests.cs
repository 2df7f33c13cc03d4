using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>What a container has in common with its caller's session.</summary>
public sealed class SessionTests : OciTest
{
    // what the program says comes back through the terminal that crt itself was started on
    private const string Caller = """
        import fcntl, os, pty, sys, time
        pid, master = pty.fork()
        if pid == 0:
            os.execv(sys.argv[1], sys.argv[1:])
        said = b''
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:
                break
            if not piece:
                break
            said += piece
        os.waitpid(pid, 0)
        sys.stdout.buffer.write(said)
        """;

    // SEC-24, CVE-2024-21626: a container that waits for start holds no descriptor that leads to the host
    [Fact]
    public void A_created_container_holds_only_its_three_descriptors_and_what_start_needs()
    {
        _ = Bundle.Command("sleep", "100");
        string id = Create();
        List<string> held = [];
        foreach (string fd in Directory.GetFileSystemEntries($"/proc/{PidOf(id)}/fd"))
        {
            string target = new FileInfo(fd).LinkTarget ?? "";
            int number = int.Parse(
                Path.GetFileName(fd),
                System.Globalization.CultureInfo.InvariantCulture
            );
            if (number > 2 && !target.StartsWith("socket:", StringComparison.Ordinal))
            {
                held.Add($"{number} {target}");
            }
        }
        Assert.Empty(held);
        Assert.Equal("/", new DirectoryInfo($"/proc/{PidOf(id)}/cwd").LinkTarget);
    }

    // SEC-26, CVE-2017-5226
    [Fact]
    public void A_container_on_its_callers_terminal_is_in_a_session_of_its_own()
    {
        _ = Bundle.Shell("cut -d' ' -f6,7 /proc/self/stat; cut -d' ' -f6 /proc/1/stat").Write();
        Outcome run = ProgramRun.To(
            "python3",
            [
                "-c",
                Caller,
                Crt.Runtime,
                "--root",
                StateRoot,
                "run",
                "--bundle",
                Bundle.Folder,
                NewId(),
            ]
        );
        // session 1 is the container's own; terminal 0 is none, so TIOCSTI is refused
        Assert.Equal("1 0\r\n1", run.Text.Trim());
    }

    // SEC-55, CVE-2022-0492
    [Fact]
    public void The_cgroup_mount_is_read_only_unless_the_bundle_says_otherwise()
    {
        _ = Bundle.Shell("mkdir /sys/fs/cgroup/made && echo made; grep cgroup2 /proc/mounts");
        Outcome run = Run();
        Assert.DoesNotContain("made", run.Output.Split('\n').First(), StringComparison.Ordinal);
        Assert.Contains(" ro,", run.Output, StringComparison.Ordinal);
    }
}
