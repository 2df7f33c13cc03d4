using System.IO;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>Whose the standard streams are: pipes belong to the program's user, what else the caller has opened stays his.</summary>
public sealed class StreamOwnerTests : OciTest
{
    private const string OpenAll = "cat /dev/stdin >/dev/stdout; echo bad >/dev/stderr";
    private static readonly RunOptions s_input = new() { Input = "good\n" };

    // before: can't open /dev/stdin: Permission denied
    [Fact]
    public void A_program_of_run_that_is_not_root_can_open_its_pipes()
    {
        Bundle.Process["user"]!["uid"] = 1000;
        _ = Bundle.Shell(OpenAll).Write();
        Outcome run = OciWith(s_input, "run", "--bundle", Bundle.Folder, NewId());
        Assert.Equal((0, "good", "bad\n"), (run.ExitCode, run.Text, run.Errors));
    }

    [Fact]
    public void A_program_of_exec_that_is_not_root_can_open_its_pipes()
    {
        _ = Bundle.Command("sleep", "100");
        string id = CreateAndStart();
        Outcome exec = OciWith(s_input, "exec", "--user", "1000", id, "sh", "-c", OpenAll);
        Assert.Equal((0, "good", "bad\n"), (exec.ExitCode, exec.Text, exec.Errors));
    }

    // a filter is loaded before the change of user when no_new_privs is not set: it need not allow the call
    [Fact]
    public void A_filter_without_fchownat_does_not_keep_a_program_from_its_pipes()
    {
        Bundle.Process["user"]!["uid"] = 1000;
        Bundle.Process["noNewPrivileges"] = false;
        Bundle.Linux["seccomp"] = System.Text.Json.Nodes.JsonNode.Parse(
            """
            {"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["fchown","fchownat"],"action":"SCMP_ACT_ERRNO"}]}
            """
        );
        _ = Bundle.Shell(OpenAll).Write();
        Outcome run = OciWith(s_input, "run", "--bundle", Bundle.Folder, NewId());
        Assert.Equal((0, "good", "bad\n"), (run.ExitCode, run.Text, run.Errors));
    }

    [Fact]
    public void Files_and_named_pipes_of_the_caller_keep_their_owner()
    {
        string fifo = Path.Combine(Folder, "fifo");
        Succeeds(ProgramRun.To("mkfifo", [fifo]));
        Bundle.Process["user"]!["uid"] = 1000;
        _ = Bundle.Shell("cat; echo bad >&2").Write();
        Succeeds(
            ProgramRun.To(
                "sh",
                [
                    "-c",
                    $"echo good >'{fifo}' & exec '{Crt.Runtime}' --root '{StateRoot}' run --bundle '{Bundle.Folder}' {NewId()} <'{fifo}' >'{OutputFile}' 2>&1",
                ]
            )
        );
        Assert.Equal("good\nbad\n", File.ReadAllText(OutputFile));
        Assert.Equal("0\n0\n", ProgramRun.To("stat", ["-c", "%u", fifo, OutputFile]).Output);
    }

    [Fact]
    public void A_terminal_of_the_caller_keeps_its_owner()
    {
        Bundle.Process["user"]!["uid"] = 1000;
        _ = Bundle.Shell("stat -L -c 'owner %u' /proc/self/fd/0").Write();
        Outcome run = Pty.Run(
            Crt.Runtime,
            ["--root", StateRoot, "run", "--bundle", Bundle.Folder, NewId()]
        );
        Assert.Equal("owner 0", run.Text);
    }

    [Fact]
    public void A_terminal_that_crt_has_made_belongs_to_the_programs_user()
    {
        Bundle.Process["user"]!["uid"] = 1000;
        Bundle.Process["terminal"] = true;
        _ = Bundle.Shell("stat -L -c 'owner %u' /dev/stdin; echo said >/dev/stderr").Write();
        Outcome run = Pty.Run(
            Crt.Runtime,
            ["--root", StateRoot, "run", "--bundle", Bundle.Folder, NewId()]
        );
        Assert.Equal(["owner 1000", "said"], run.Text.Split('\n'));
    }
}
