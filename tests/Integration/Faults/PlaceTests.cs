using System;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>The machine around crt is full, closed, or strange.</summary>
public sealed class PlaceTests : OciTest
{
    // REL-26, REL-27, REL-55: no room, no inodes, no right to write
    [Theory]
    [InlineData("size=4k", "no space left")]
    [InlineData("nr_inodes=2", "no space left")]
    [InlineData("nr_inodes=3", "no space left")]
    [InlineData("ro", "read-only file system")]
    public void A_state_root_that_takes_nothing_is_an_error_and_leaves_nothing(
        string options,
        string named
    )
    {
        _ = Directory.CreateDirectory(StateRoot);
        Succeeds(ProgramRun.To("mount", ["-t", "tmpfs", "-o", options, "tmpfs", StateRoot]));
        try
        {
            _ = Bundle.Command("true");
            FailsNaming(Run(), named);
            Assert.Empty(Directory.GetFileSystemEntries(StateRoot));
        }
        finally
        {
            Succeeds(ProgramRun.To("umount", [StateRoot]));
        }
    }

    // REL-42: a root file system on a shared mount, as / is on every machine with systemd
    [Fact]
    public void No_mount_of_a_container_appears_on_the_host()
    {
        string shared = Directory.CreateDirectory(Path.Combine(Folder, "shared")).FullName;
        Succeeds(ProgramRun.To("mount", ["-t", "tmpfs", "tmpfs", shared]));
        try
        {
            Succeeds(ProgramRun.To("mount", ["--make-shared", shared]));
            Succeeds(ProgramRun.To("cp", ["-a", Bundle.Root, shared + "/rootfs"]));
            Bundle.Config["root"]!["path"] = shared + "/rootfs";
            _ = Bundle.Command("sleep", "100");
            string id = CreateAndStart();
            string[] seen =
            [
                .. File.ReadLines("/proc/self/mountinfo")
                    .Where(x => x.Contains(shared + "/", StringComparison.Ordinal)),
            ];
            Assert.Empty(seen);
            // and the container does have its own
            Assert.Contains(
                " /proc ",
                File.ReadAllText($"/proc/{PidOf(id)}/mountinfo"),
                StringComparison.Ordinal
            );
            Succeeds(Oci("delete", "--force", id));
        }
        finally
        {
            Succeeds(ProgramRun.To("umount", [shared]));
        }
    }

    // REL-51
    [Theory]
    [InlineData("missing")]
    [InlineData("not listening")]
    [InlineData("a file")]
    public void A_console_socket_that_nobody_serves_is_named(string kind)
    {
        string socket = Path.Combine(Folder, "console");
        if (kind == "not listening")
        {
            Succeeds(
                ProgramRun.To(
                    "python3",
                    ["-c", $"import socket; socket.socket(socket.AF_UNIX).bind('{socket}')"]
                )
            );
        }
        else if (kind == "a file")
        {
            File.WriteAllText(socket, "");
        }
        Bundle.Process["terminal"] = true;
        _ = Bundle.Command("true").Write();
        FailsNaming(
            Oci("create", "--bundle", Bundle.Folder, "--console-socket", socket, NewId()),
            socket
        );
        Assert.Empty(Directory.GetDirectories(StateRoot));
    }

    // REL-52
    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    public void A_signal_for_run_reaches_the_program_and_ends_both(string signal, int code)
    {
        _ = Bundle
            .Shell($"trap 'exit {code}' {signal}; echo up; while :; do sleep 0.1; done")
            .Write();
        Outcome run = ProgramRun.To(
            "sh",
            [
                "-c",
                $"'{Crt.Runtime}' --root '{StateRoot}' run --bundle '{Bundle.Folder}' {NewId()} </dev/null >'{OutputFile}' & until grep -q up '{OutputFile}'; do sleep 0.05; done; kill -{signal} $!; wait $!",
            ]
        );
        Assert.True(run.ExitCode == code, run.ToString());
        Assert.Empty(Directory.GetDirectories(StateRoot));
    }

    // REL-58, SEC-33: the caller's circumstances change nothing
    [Theory]
    [InlineData("exec <&- >&- 2>&-")]
    [InlineData("umask 0777")]
    [InlineData(
        "export DOTNET_gcServer=1 LD_PRELOAD=/no/such.so TMPDIR=/no/such LANG=xx TZ=:/etc/shadow"
    )]
    [InlineData("mkdir gone; cd gone; rmdir ../gone")]
    [InlineData("ulimit -Sn 16")]
    [InlineData("ulimit -c unlimited")]
    public void The_callers_circumstances_do_not_matter(string circumstances)
    {
        string witness = Directory.CreateDirectory(Path.Combine(Bundle.Root, "tmp")).FullName;
        Bundle.Config["root"]!["readonly"] = false;
        _ = Bundle
            .Shell("umask; env | grep -c -e DOTNET -e LD_PRELOAD; [ -e /dev/null ] && pwd")
            .With(x =>
            {
                string script = x.Process["args"]![2]!.GetValue<string>();
                x.Process["args"]![2] = $"({script}) >/tmp/seen 2>&1";
            })
            .Write();
        Outcome run = ProgramRun.To(
            "sh",
            [
                "-c",
                $"cd '{Folder}'; {circumstances}; exec '{Crt.Runtime}' --root '{StateRoot}' run --bundle '{Bundle.Folder}' {NewId()}",
            ]
        );
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("0022\n0\n/\n", File.ReadAllText(Path.Combine(witness, "seen")));
    }
}
