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

    /// <summary>A line of sh; whatever is still there after a while is killed.</summary>
    private Outcome Shell(string line) =>
        ProgramRun.To(
            "timeout",
            ["--signal=KILL", "20", "sh", "-c", line],
            new RunOptions { Environment = Variables }
        );
}
