using System;
using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

public sealed class RunTests : OciTest
{
    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("kill -15 $$; sleep 1", 143)]
    public void The_exit_code_is_the_containers(string script, int expected)
    {
        // pid 1 of a namespace does not die of its own signals: a child of it does
        _ = Bundle.Shell($"sh -c '{script}'; exit $?");
        Assert.Equal(expected, Run().ExitCode);
    }

    [Fact]
    public void Stdin_stdout_and_stderr_are_the_callers()
    {
        _ = Bundle.Shell("cat; echo bad >&2").Write();
        Outcome outcome = OciWith(
            new RunOptions { Input = "good\n" },
            "run",
            "--bundle",
            Bundle.Folder,
            NewId()
        );
        Assert.Equal((0, "good", "bad\n"), (outcome.ExitCode, outcome.Text, outcome.Errors));
    }

    // seen red with close_range behind the filter, and with faccessat2 alone: profiles older than the calls
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_profile_need_not_allow_what_only_crt_calls(bool noNewPrivileges)
    {
        Bundle.Process["noNewPrivileges"] = noNewPrivileges;
        Bundle.Linux["seccomp"] = JsonNode.Parse(
            """
            {"defaultAction":"SCMP_ACT_ALLOW","syscalls":[
              {"names":["close_range","faccessat2"],"action":"SCMP_ACT_ERRNO"}]}
            """
        );
        _ = Bundle.Command("true");
        Succeeds(Run());
    }

    // seen red with the parent clearing ONLCR on the master: a program that writes at once was faster than the parent
    [Fact]
    public void A_newline_on_the_terminal_is_one_byte_from_the_first_line_on()
    {
        Bundle.Process["terminal"] = true;
        _ = Bundle.Command("/bin/echo", "first").Write();
        string id = NewId();
        Outcome outcome = Pty.Run(
            "/bin/sh",
            [
                "-c",
                $"stty -opost; exec '{Crt.Runtime}' --root '{StateRoot}' run --bundle '{Bundle.Folder}' {id}",
            ]
        );
        Assert.Equal((0, "first\n"), (outcome.ExitCode, outcome.Output));
    }

    [Fact]
    public void The_bundle_is_the_current_directory_when_none_is_named()
    {
        _ = Bundle.Shell("echo here").Write();
        Assert.Equal(
            "here",
            OciWith(new RunOptions { Directory = Bundle.Folder }, "run", NewId()).Text
        );
    }

    [Theory]
    [InlineData("/no/such/program")]
    [InlineData("no-such-program")]
    public void A_command_that_does_not_exist_is_named(string command)
    {
        _ = Bundle.Command(command);
        FailsNaming(Run(), command);
    }

    [Fact]
    public void A_file_that_is_no_program_is_named()
    {
        _ = Bundle.Command("/etc/passwd");
        FailsNaming(Run(), "/etc/passwd");
    }

    [Fact]
    public void Working_directory_environment_and_arguments_are_the_configs()
    {
        Bundle.Process["cwd"] = "/tmp";
        Bundle.Process["env"] = TestBundle.Strings(["PATH=/bin", "A=1", "B=two words"]);
        _ = Bundle.Command("/bin/sh", "-c", "pwd; echo $A $B $0 $1", "zero", "one");
        Assert.Equal("/tmp\n1 two words zero one", Run().Text);
    }

    [Fact]
    public void A_working_directory_that_is_missing_is_made()
    {
        Bundle.Config["root"]!["readonly"] = false;
        Bundle.Process["cwd"] = "/made/for/it";
        Assert.Equal("/made/for/it", Bundle.Shell("pwd").With(_ => { }) is { } ? Run().Text : "");
    }

    [Fact]
    public void User_group_and_additional_groups_are_set()
    {
        Bundle.Process["user"] = new JsonObject
        {
            ["uid"] = 1000,
            ["gid"] = 100,
            ["additionalGids"] = new JsonArray(5, 65534),
        };
        _ = Bundle.Shell("id -u; id -g; id -G");
        Assert.Equal("1000\n100\n100 5 65534", Run().Text);
    }

    [Fact]
    public void An_ordinary_user_has_no_effective_capability()
    {
        Bundle.Process["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 100 };
        _ = Bundle.Shell("grep CapEff /proc/self/status");
        Assert.Equal("CapEff:\t0000000000000000", Run().Text);
    }

    [Fact]
    public void Capabilities_are_exactly_the_configs()
    {
        _ = Bundle.Shell("grep -E 'Cap(Prm|Eff|Bnd)' /proc/self/status");
        // kill 5, net_bind_service 10, audit_write 29
        Assert.Equal(
            "CapPrm:\t0000000020000420\nCapEff:\t0000000020000420\nCapBnd:\t0000000020000420",
            Run().Text
        );
    }

    [Fact]
    public void The_hostname_is_the_containers()
    {
        Bundle.Config["hostname"] = "inside";
        Assert.Equal("inside", Bundle.Shell("hostname") is { } ? Run().Text : "");
    }

    [Fact]
    public void The_container_is_process_1_and_sees_only_itself()
    {
        _ = Bundle.Shell("echo $$; ls /proc | grep -c '^[0-9]'");
        string[] lines = Run().Text.Split('\n');
        Assert.Equal("1", lines[0]);
        Assert.InRange(
            int.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture),
            1,
            4
        );
    }

    [Fact]
    public void A_readonly_root_cannot_be_written()
    {
        _ = Bundle.Shell("touch /file");
        Outcome outcome = Run();
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("Read-only file system", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_is_not_readonly_can_be_written()
    {
        Bundle.Config["root"]!["readonly"] = false;
        _ = Bundle.Shell("echo text >/file");
        Succeeds(Run());
        Assert.Equal("text\n", File.ReadAllText(Path.Combine(Bundle.Root, "file")));
    }

    [Fact]
    public void Masked_paths_are_empty_and_readonly_paths_refuse_to_be_written()
    {
        _ = Bundle.Shell(
            "wc -c </proc/keys; ls -A /proc/acpi /sys/firmware 2>/dev/null | grep -v : | grep -c .; echo 1 >/proc/sys/kernel/domainname"
        );
        Outcome outcome = Run();
        Assert.StartsWith("0\n0", outcome.Text, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Resource_limits_of_the_process_are_set()
    {
        _ = Bundle.Shell("ulimit -n; ulimit -Hn");
        Bundle.Process["rlimits"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "RLIMIT_NOFILE",
                ["soft"] = 77,
                ["hard"] = 99,
            }
        );
        Assert.Equal("77\n99", Run().Text);
    }

    [Fact]
    public void No_new_privileges_is_set()
    {
        _ = Bundle.Shell("grep NoNewPrivs /proc/self/status");
        Assert.Equal("NoNewPrivs:\t1", Run().Text);
    }

    // The .NET runtime ignores SIGPIPE, and what is ignored or blocked survives execve: so this goes red
    // when the child does not reset dispositions and the mask.
    [Fact]
    public void Signals_are_clean_at_exec()
    {
        _ = Bundle.Command("/bin/grep", "-E", "Sig(Ign|Blk)", "/proc/self/status");
        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000", Run().Text);
    }

    [Fact]
    public void Only_the_three_standard_descriptors_are_open_at_exec()
    {
        // ls opens the directory itself: descriptor 3
        _ = Bundle.Command("/bin/ls", "/proc/self/fd");
        Assert.Equal("0\n1\n2\n3", Run().Text);
    }

    [Fact]
    public void Preserved_descriptors_reach_the_container()
    {
        _ = Bundle.Shell("cat <&3; ls /proc/self/fd | wc -l").Write();
        string id = NewId();
        Outcome outcome = ProgramRun.To(
            "sh",
            [
                "-c",
                $"echo handed over >{Folder}/handed; exec '{Crt.Runtime}' --root '{StateRoot}' run --preserve-fds 1 --bundle '{Bundle.Folder}' {id} 3<{Folder}/handed",
            ]
        );
        Assert.Equal("handed over\n5", outcome.Text);
    }

    // the shell's exec keeps its pid: what it writes to LISTEN_PID is the runtime's
    [Fact]
    public void Sockets_of_the_caller_come_before_preserved_descriptors_and_are_announced()
    {
        _ = Bundle.Shell("cat <&3; cat <&4; env | grep LISTEN | sort").Write();
        string run = $"exec '{Crt.Runtime}' --root '{StateRoot}' run --bundle '{Bundle.Folder}'";
        const string files = "exec 3<first 4<second; export LISTEN_FDS=1 LISTEN_FDNAMES=web;";
        Outcome meant = Shell($"{files} export LISTEN_PID=$$; {run} --preserve-fds 1 {NewId()}");
        Assert.Equal("a\nb\nLISTEN_FDNAMES=web\nLISTEN_FDS=1\nLISTEN_PID=1", meant.Text);
        Outcome another = Shell($"{files} export LISTEN_PID=1; {run} --preserve-fds 2 {NewId()}");
        Assert.Equal("a\nb", another.Text);
        Outcome closed = Shell($"export LISTEN_FDS=2 LISTEN_PID=$$; {run} {NewId()} 3<first 4<&-");
        FailsNaming(closed, "LISTEN_FDS=2: descriptor 4 is not open");

        Outcome Shell(string script) =>
            ProgramRun.To("sh", ["-c", $"cd '{Folder}'; echo a >first; echo b >second; {script}"]);
    }

    // runc's cpu_affinity.bats
    [Fact]
    public void A_container_is_not_bound_to_the_processors_of_its_caller()
    {
        Assert.SkipWhen(Environment.ProcessorCount < 2, "needs two processors");
        _ = Bundle.Command("grep", "Cpus_allowed_list", "/proc/self/status").Write();
        string[] all = ["run", "--bundle", Bundle.Folder];
        Outcome pinned = ProgramRun.To(
            "taskset",
            ["-c", "0", Crt.Runtime, "--root", StateRoot, .. all, NewId()]
        );
        Assert.Equal(Oci([.. all, NewId()]).Text, pinned.Text);
        Assert.NotEqual("Cpus_allowed_list:\t0", pinned.Text);
    }

    [Fact]
    public void A_docker_like_container_runs()
    {
        JsonObject docker = JsonNode
            .Parse(
                File.ReadAllText(
                    Path.Combine(Crt.Top, "tests/Integration/Bundles", TestBundle.DockerLike)
                )
            )!
            .AsObject();
        docker["process"]!["args"] = TestBundle.Strings([
            "/bin/sh",
            "-c",
            "echo $$; hostname; id -u; grep Seccomp: /proc/self/status; echo x >/dev/null; unshare -U true 2>/dev/null || echo refused",
        ]);
        string id = NewId();
        docker["linux"]!["cgroupsPath"] = "/docker-like-" + id;
        File.WriteAllText(Path.Combine(Bundle.Folder, "config.json"), docker.ToJsonString());
        Outcome outcome = Oci("run", "--bundle", Bundle.Folder, id);
        Assert.True(outcome.Text == "1\n3f2a9c1d7be4\n0\nSeccomp:\t2\nrefused", outcome.ToString());
    }
}
