using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>REL-01, REL-02: crt or its child is killed at any of its system calls.</summary>
public sealed class KilledCreateTests(ITestOutputHelper output) : TracedTest
{
    private const int Places = 24;

    // It was red before the group was noted beside the state: delete left the group of a create that was killed after it had made
    // one
    [Fact]
    public void A_create_that_is_killed_anywhere_leaves_nothing_that_delete_does_not_remove()
    {
        _ = Bundle.Command("sleep", "100").Write();
        string first = NewId();
        string[] calls = CallsOf(CreateOf(first));
        Succeeds(Oci("delete", "--force", first));
        output.WriteLine($"create makes {calls.Length} system calls, killed at {Places} of them");
        Assert.True(calls.Length > Places, $"{calls.Length} calls");
        int killed = 0;
        for (int place = 0; place < Places; place++)
        {
            // the later half of create is where it leaves traces
            int at = calls.Length / 2 + calls.Length / 2 * place / Places;
            string injection = At(calls, at, "signal=KILL");
            string id = NewId();
            Outcome create = Traced(injection, CreateOf(id));
            Assert.True(create.ExitCode is 137 or 0, $"{injection}: {create}");
            killed += create.ExitCode == 137 ? 1 : 0;
            IsUsableAgain(id, injection);
        }
        // else the injection did not hit: the runtime's own threads make a few calls more or less each time
        Assert.InRange(killed, Places / 2, Places);
    }

    [Fact]
    public void A_child_that_is_killed_before_start_is_a_stopped_container()
    {
        _ = Bundle.Command("sleep", "100");
        string id = Create();
        Succeeds(ProgramRun.To("kill", ["-9", $"{PidOf(id)}"]));
        WaitUntil(id, "stopped");
        FailsNaming(Oci("start", id), "stopped");
        Succeeds(Oci("delete", id));
    }
}
