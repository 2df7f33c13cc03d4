using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Refusals;

/// <summary>
/// Kernel features without a fallback (docs/kernel-features.md): the verb ends with an error that names the call, and
/// nothing is left. EPERM is what another runtime's filter around us answers for calls that it does not know.
/// </summary>
public sealed class NoFallbackTests : OciTest
{
    [Theory]
    [InlineData("clone3", "clone3")]
    [InlineData("openat2", "openat2")]
    [InlineData("move_mount", "move_mount")]
    [InlineData("open_tree", "open_tree")]
    [InlineData("fsopen", "fsopen")]
    [InlineData("fsconfig", "fsconfig")]
    [InlineData("fsmount", "fsmount")]
    [InlineData("mount_setattr", "mount_setattr")]
    [InlineData("close_range", "close_range")]
    [InlineData("pivot_root", "pivot_root")]
    [InlineData("unshare", "unshare")]
    [InlineData("prctl@0=47", "prctl")]
    [InlineData("prctl@0=4", "prctl")]
    [InlineData("renameat2", "renameat2")]
    [InlineData("bpf", "bpf")]
    [InlineData("open_tree,memfd_create", "memfd_create")]
    [InlineData("open_tree,fcntl@1=1033", "sealed copy")]
    [InlineData("signalfd4", "signalfd4")]
    [InlineData("waitid@0=3", "waitid")]
    public void A_run_without_the_call_names_it_and_leaves_nothing(string calls, string named)
    {
        _ = Bundle.Command("true").Write();
        // with EPERM for clone3 the .NET runtime cannot make its threads and ends before Main: glibc knows only ENOSYS
        foreach (
            int errno in (int[])(
                calls == "clone3" ? [Refuse.ENOSYS] : [Refuse.ENOSYS, Refuse.EPERM]
            )
        )
        {
            Outcome run = Refused(errno, calls, "run", "--bundle", Bundle.Folder, NewId());
            FailsNaming(run, named);
            Assert.True(run.ExitCode == 1, run.ToString());
            NoContainerIsLeft();
        }
    }

    [Theory]
    [InlineData("seccomp@0=1", "seccomp")]
    [InlineData("seccomp@0=1@1=4", "seccomp")]
    public void A_filter_that_cannot_be_loaded_is_an_error_that_names_the_call(
        string calls,
        string named
    )
    {
        string docker = Path.Combine(Crt.Top, "tests/Integration/Bundles", TestBundle.DockerLike);
        JsonNode config = JsonNode.Parse(File.ReadAllText(docker))!;
        config["process"]!["args"] = TestBundle.Strings(["true"]);
        config["linux"]!["seccomp"]!["flags"] = TestBundle.Strings([
            "SECCOMP_FILTER_FLAG_SPEC_ALLOW",
        ]);
        string id = NewId();
        config["linux"]!["cgroupsPath"] = "/docker-like-" + id;
        File.WriteAllText(Path.Combine(Bundle.Folder, "config.json"), config.ToJsonString());
        FailsNaming(Refused(Refuse.ENOSYS, calls, "run", "--bundle", Bundle.Folder, id), named);
        NoContainerIsLeft();
    }

    [Fact]
    public void A_terminal_that_cannot_be_opened_by_its_master_is_an_error_that_names_the_call()
    {
        Bundle.Process["terminal"] = true;
        _ = Bundle.Command("true").Write();
        Outcome run = Pty.Run(
            Refuse.Program,
            [
                $"{Refuse.ENOSYS}",
                "ioctl@1=0x5441",
                Crt.Runtime,
                "--root",
                StateRoot,
                "run",
                "--bundle",
                Bundle.Folder,
                NewId(),
            ]
        );
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains("ioctl", run.Output, System.StringComparison.Ordinal);
        NoContainerIsLeft();
    }

    [Theory]
    [InlineData("setns", "setns")]
    [InlineData("clone3", "clone3")]
    [InlineData("pidfd_open", "pidfd_open")]
    [InlineData("close_range", "close_range")]
    [InlineData("waitid@0=3", "waitid")]
    public void An_exec_without_the_call_names_it_and_the_container_goes_on(
        string calls,
        string named
    )
    {
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        Outcome exec = Refused(Refuse.ENOSYS, calls, "exec", id, "true");
        FailsNaming(exec, named);
        Assert.True(exec.ExitCode == 255, exec.ToString());
        Assert.Equal("running", Status(id));
        Succeeds(Oci("exec", id, "true"));
    }

    [Theory]
    [InlineData("pidfd_open")]
    [InlineData("pidfd_send_signal")]
    public void A_kill_without_the_call_names_it_and_kills_nobody(string call)
    {
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        FailsNaming(Refused(Refuse.ENOSYS, call, "kill", id, "KILL"), call);
        Assert.Equal("running", Status(id));
    }

    private Outcome Refused(int errno, string calls, params string[] arguments) =>
        Refuse.Run(errno, calls, [Crt.Runtime, "--root", StateRoot, .. arguments]);

    private void NoContainerIsLeft() =>
        Assert.Empty(
            Directory.Exists(StateRoot)
                ? Directory.GetDirectories(StateRoot).Select(Path.GetFileName)
                : []
        );
}
