using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>Standard streams: the caller's, and those that the container's program has.</summary>
public sealed class StreamTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    // before, `cat` was fed with whatever file of the .NET runtime had the number
    [Fact]
    public void A_closed_standard_input_is_an_empty_one()
    {
        Outcome run = Shell(
            $"'{Program}' run --rm -i {BusyboxStore.Image} sh -c 'cat; echo end' <&-"
        );
        Assert.Equal((0, "end"), (run.ExitCode, run.Text));
    }

    // before, descriptor 1 of crt was its connection to the supervisor, and output was sent there
    [Fact]
    public void A_closed_standard_output_is_not_the_connection_to_the_supervisor()
    {
        string id = Succeeds("run", "-d", BusyboxStore.Image, "sleep", "100");
        Outcome exec = Shell(
            $"'{Program}' exec {id} sleep 3 >&- & sleep 1; for i in 0 1 2; do readlink /proc/$!/fd/$i; done; wait $!"
        );
        Assert.True(exec.ExitCode == 0, exec.ToString());
        Assert.Equal("/dev/null", exec.Text.Split('\n')[1]);
    }

    // before: can't create /dev/stderr: Permission denied
    [Fact]
    public void A_user_that_is_not_root_can_open_the_streams()
    {
        const string echo = "echo good >/dev/stdout; echo bad >/dev/stderr";
        Outcome run = Crt("run", "--rm", "-u", "1000", BusyboxStore.Image, "sh", "-c", echo);
        Assert.Equal((0, "good", "bad\n"), (run.ExitCode, run.Text, run.Errors));
        string id = Succeeds("run", "-d", BusyboxStore.Image, "sleep", "100");
        Outcome exec = Crt("exec", "-u", "1000", id, "sh", "-c", echo);
        Assert.Equal((0, "good", "bad\n"), (exec.ExitCode, exec.Text, exec.Errors));
    }

    // before, the supervisor held the lock and the pipe until the container ended
    [Fact]
    public void What_the_caller_has_open_does_not_stay_open_with_the_supervisor()
    {
        string held = System.IO.Path.Combine(Folder, "held");
        Outcome run = Shell(
            $"exec 9>'{held}'; flock 9; ('{Program}' run -d {BusyboxStore.Image} sleep 100 8>&1 >/dev/null) | cat; exec 9>&-; flock -n '{held}' echo free"
        );
        Assert.Equal((0, "free"), (run.ExitCode, run.Text));
    }

    /// <summary>A line of sh; whatever is still there after a while is killed.</summary>
    private Outcome Shell(string line) =>
        ProgramRun.To(
            "timeout",
            ["--signal=KILL", "20", "sh", "-c", line],
            new RunOptions { Environment = Variables }
        );
}
