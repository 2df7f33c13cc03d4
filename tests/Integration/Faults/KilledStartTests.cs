using System.IO;
using System.Threading;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>REL-03: start is killed at any of its system calls.</summary>
public sealed class KilledStartTests(ITestOutputHelper output) : TracedTest
{
    private const int Places = 16;

    [Fact]
    public void A_start_that_is_killed_anywhere_has_started_once_or_can_be_repeated()
    {
        string runs = Path.Combine(Bundle.Root, "runs");
        Bundle.Config["root"]!["readonly"] = false;
        _ = Bundle.Shell("echo ran >>/runs; sleep 100").Write();
        string first = Create();
        string[] calls = CallsOf($"start {first}");
        Succeeds(Oci("delete", "--force", first));
        int killed = 0;
        for (int place = 0; place < Places; place++)
        {
            File.Delete(runs);
            string id = Create();
            string injection = At(
                calls,
                calls.Length / 2 + calls.Length / 2 * place / Places,
                "signal=KILL"
            );
            Outcome start = Traced(injection, $"start {id}");
            killed += start.ExitCode == 137 ? 1 : 0;
            if (Status(id) == "created")
            {
                Succeeds(Oci("start", id));
            }
            WaitUntil(id, "running");
            AwaitRun(runs, injection);
            Succeeds(Oci("delete", "--force", id));
            Assert.True(File.ReadAllText(runs) == "ran\n", injection);
        }
        output.WriteLine($"start makes {calls.Length} system calls, was killed at {killed} places");
        Assert.InRange(killed, Places / 2, Places);
    }

    private static void AwaitRun(string runs, string injection)
    {
        // made and written are two steps
        for (int i = 0; i < 200 && !(File.Exists(runs) && File.ReadAllText(runs).Length > 0); i++)
        {
            Thread.Sleep(20);
        }
        Assert.True(File.Exists(runs), injection);
    }
}
