using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

public sealed class ExecTests : OciTest
{
    [Fact]
    public void A_second_process_sees_what_the_first_sees()
    {
        string id = Sleeping();
        Outcome outcome = Oci(
            "exec",
            id,
            "sh",
            "-c",
            "hostname; cat /proc/1/comm; readlink /proc/self/ns/pid >/tmp/x 2>/dev/null; id -u"
        );
        Assert.Equal("runc\nsleep\n0", outcome.Text);
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$", 137)]
    public void The_exit_code_is_the_processes(string script, int expected) =>
        Assert.Equal(expected, Oci("exec", Sleeping(), "sh", "-c", script).ExitCode);

    [Fact]
    public void Home_is_that_of_the_user_by_the_files_that_the_container_sees()
    {
        string passwd = Path.Combine(Folder, "passwd");
        File.WriteAllText(passwd, "bob:x:1001:1002::/srv/bob:/bin/sh\neve:x:7:7::/srv/eve:/\n");
        Bundle.Mounts.Add(
            new JsonObject
            {
                ["destination"] = "/etc/passwd",
                ["type"] = "bind",
                ["source"] = passwd,
                ["options"] = new JsonArray("rbind"),
            }
        );
        Bundle.Process["user"] = new JsonObject { ["uid"] = 1001, ["gid"] = 0 };
        _ = Bundle.Shell("echo $HOME");
        Assert.Equal("/srv/bob", Run().Text);
        string id = Sleeping();
        string[] home = ["sh", "-c", "echo $HOME"];
        Assert.Equal("/srv/eve", Oci(["exec", "--user", "7", id, .. home]).Text);
        Assert.Equal("/", Oci(["exec", "--user", "8", id, .. home]).Text);
        File.WriteAllText(passwd, "eve:x:8:8::/srv/later:/\n");
        Assert.Equal("/srv/later", Oci(["exec", "--user", "8", id, .. home]).Text);
    }

    [Fact]
    public void Stdin_reaches_the_process()
    {
        string id = Sleeping();
        Assert.Equal("typed", OciWith(new RunOptions { Input = "typed" }, "exec", id, "cat").Text);
    }

    [Fact]
    public void Environment_directory_and_user_are_given_by_options()
    {
        string id = Sleeping();
        Outcome outcome = Oci(
            "exec",
            "--env",
            "A=b",
            "--cwd",
            "/tmp",
            "--user",
            "1000:100",
            id,
            "sh",
            "-c",
            "echo $A; pwd; id -u; id -g"
        );
        Assert.Equal("b\n/tmp\n1000\n100", outcome.Text);
    }

    [Fact]
    public void A_process_is_given_by_a_file()
    {
        string id = Sleeping();
        var process = new JsonObject
        {
            ["args"] = TestBundle.Strings(["sh", "-c", "echo from $WHERE; pwd"]),
            ["cwd"] = "/etc",
            ["env"] = TestBundle.Strings(["PATH=/bin", "WHERE=file"]),
            ["user"] = new JsonObject { ["uid"] = 0, ["gid"] = 0 },
        };
        string file = Path.Combine(Folder, "process.json");
        File.WriteAllText(file, process.ToJsonString());
        Assert.Equal("from file\n/etc", Oci("exec", "--process", file, id).Text);
    }

    [Fact]
    public void A_command_that_does_not_exist_is_named_and_the_container_goes_on()
    {
        string id = Sleeping();
        FailsNaming(Oci("exec", id, "no-such-program"), "no-such-program");
        Assert.Equal("running", Status(id));
    }

    [Fact]
    public void A_stopped_container_is_refused()
    {
        _ = Bundle.Command("true");
        string id = CreateAndStart();
        WaitUntil(id, "stopped");
        FailsNaming(Oci("exec", id, "true"), "stopped");
    }

    [Fact]
    public void Signals_and_descriptors_are_clean()
    {
        string id = Sleeping();
        Outcome outcome = Oci(
            "exec",
            id,
            "sh",
            "-c",
            "grep -E 'Sig(Ign|Blk)' /proc/self/status; ls /proc/self/fd | wc -l"
        );
        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n4", outcome.Text);
    }

    [Fact]
    public void The_process_has_the_containers_capabilities_and_no_more()
    {
        string id = Sleeping();
        Assert.Equal(
            "CapEff:\t0000000020000420",
            Oci("exec", id, "grep", "CapEff", "/proc/self/status").Text
        );
    }

    [Fact]
    public void A_detached_process_goes_on_and_its_pid_is_written()
    {
        string id = Sleeping();
        string pidFile = Path.Combine(Folder, "exec.pid");
        Succeeds(Detached($"exec --detach --pid-file '{pidFile}' {id} sleep 61"));
        Assert.Contains(
            "61",
            File.ReadAllText($"/proc/{File.ReadAllText(pidFile)}/cmdline"),
            System.StringComparison.Ordinal
        );
    }

    // systemd in a container, runc's cgroups.bats: the group with controllers of its own may hold no process any more
    [Fact]
    public void An_exec_joins_the_first_process_where_the_containers_own_group_takes_none()
    {
        JsonObject mount = Bundle
            .Mounts.Select(entry => entry!.AsObject())
            .Single(entry => entry["destination"]!.GetValue<string>() == "/sys/fs/cgroup");
        mount["options"] = TestBundle.Strings(["nosuid", "nodev", "rw"]);
        _ = Bundle.Shell(
            "cd /sys/fs/cgroup; mkdir inner; echo 0 >inner/cgroup.procs; read one others <cgroup.controllers; "
                + "echo +$one >cgroup.subtree_control && echo ready; exec sleep 60"
        );
        string id = CreateAndStart();
        Assert.True(
            SpinWait.SpinUntil(() => File.ReadAllText(OutputFile) == "ready\n", 10_000),
            File.ReadAllText(OutputFile + ".err")
        );
        Assert.Equal("0::/inner", Oci("exec", id, "grep", "^0:", "/proc/self/cgroup").Text);
    }

    private string Sleeping()
    {
        _ = Bundle.Command("sleep", "60");
        string id = CreateAndStart();
        WaitUntil(id, "running");
        return id;
    }
}
