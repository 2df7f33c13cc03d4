using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.Integration.Programs;
using ContainerRt.Integration.User;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>The supervisor dies, stops or has more to do than it likes.</summary>
public sealed class SupervisorTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    // REL-06: the choice is that the program goes on; whoever asks sees it running and can end it
    [Fact]
    public void A_container_outlives_its_supervisor_and_is_removed_by_force()
    {
        string id = Detached("sleep", "100");
        int program = PidOf(id);
        Succeeds(ProgramRun.To("kill", ["-9", $"{SupervisorOf(program)}"]));
        Assert.True(Directory.Exists($"/proc/{program}"));
        Assert.NotEqual(0, Crt("exec", id, "true").ExitCode);
        _ = Succeeds("rm", "--force", id);
        Assert.False(Directory.Exists($"/proc/{program}"));
        NoContainerIsLeft();
    }

    // REL-09. Without a deadline rm waited for ever
    [Fact]
    public void A_container_whose_supervisor_does_not_answer_is_removed_by_force()
    {
        string id = Detached("sleep", "100");
        int program = PidOf(id);
        Succeeds(ProgramRun.To("kill", ["-STOP", $"{SupervisorOf(program)}"]));
        Assert.Equal(id, Succeeds("ps", "--quiet", "--no-trunc"));
        _ = Succeeds("rm", "--force", id);
        Assert.False(Directory.Exists($"/proc/{program}"));
        NoContainerIsLeft();
    }

    // REL-35, GHSA-7jxh-36q5-gcqv: the grandchild lives on in the container
    [Fact]
    public void An_exec_has_ended_when_its_program_has_whoever_holds_the_output()
    {
        string id = Detached("sleep", "100");
        var clock = Stopwatch.StartNew();
        Outcome exec = Crt("exec", id, "sh", "-c", "sleep 50 & echo said; exit 3");
        Assert.Equal((3, "said"), (exec.ExitCode, exec.Text));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    // REL-39
    [Fact]
    public void A_program_that_ends_at_once_has_its_code_and_output_every_time()
    {
        for (int i = 0; i < 20; i++)
        {
            Outcome run = Crt("run", "--rm", BusyboxStore.Image, "sh", "-c", $"echo {i}; exit {i}");
            Assert.Equal((i, $"{i}"), (run.ExitCode, run.Text));
        }
    }

    // REL-38
    [Fact]
    public async Task Every_one_of_many_execs_ends_also_when_the_container_does()
    {
        string id = Detached("sleep", "100");
        Task<Outcome>[] execs =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(i => Task.Run(() => Crt("exec", id, "sh", "-c", $"echo {i}; sleep 2"))),
        ];
        Thread.Sleep(1500);
        _ = Succeeds("kill", id);
        Outcome[] ended = await Task.WhenAll(execs);
        // 137: it ran and was killed; else it came too late and says so
        Assert.All(
            ended,
            exec =>
                Assert.True(exec.ExitCode is 0 or 137 || exec.Errors.Length > 0, exec.ToString())
        );
        Assert.Equal("", Succeeds("ps", "--quiet"));
    }

    // SEC-63, REL-31: what nobody reads waits in the program, not in the supervisor
    [Fact]
    public void Output_that_nobody_reads_holds_the_program_and_not_memory()
    {
        string id = Detached("sleep", "100");
        int supervisor = SupervisorOf(PidOf(id));
        Outcome held = ProgramRun.To(
            "sh",
            [
                "-c",
                $"'{Program}' exec {id} sh -c 'head -c 1000000000 /dev/zero' | (sleep 3; grep VmRSS /proc/{supervisor}/status; head -c 10 >/dev/null)",
            ],
            new RunOptions { Environment = Variables }
        );
        long kilobytes = long.Parse(
            held.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1],
            CultureInfo.InvariantCulture
        );
        Assert.InRange(kilobytes, 1, 16 * 1024);
        _ = Succeeds("rm", "--force", id);
    }

    // SEC-64
    [Fact]
    public void Coming_and_going_clients_leave_nothing_in_the_supervisor()
    {
        string id = Detached("sleep", "100");
        int supervisor = SupervisorOf(PidOf(id));
        for (int i = 0; i < 5; i++)
        {
            _ = Succeeds("exec", id, "true");
        }
        Thread.Sleep(500);
        (int Descriptors, int Threads) before = Held(supervisor);
        for (int i = 0; i < 100; i++)
        {
            _ = Succeeds("exec", id, "true");
            _ = ProgramRun.To(
                "timeout",
                ["-s", "KILL", "0.02", Program, "attach", id],
                new RunOptions { Environment = Variables }
            );
        }
        Thread.Sleep(500);
        (int Descriptors, int Threads) after = Held(supervisor);
        Assert.InRange(after.Descriptors, 1, before.Descriptors + 2);
        Assert.Equal(before.Threads, after.Threads);
    }

    private static (int Descriptors, int Threads) Held(int process) =>
        (
            Directory.GetFileSystemEntries($"/proc/{process}/fd").Length,
            Directory.GetDirectories($"/proc/{process}/task").Length
        );

    private string Detached(params string[] command) =>
        Succeeds(["run", "-d", BusyboxStore.Image, .. command]);

    private int PidOf(string id) =>
        JsonNode.Parse(Succeeds("inspect", id))![0]!["State"]!["Pid"]!.GetValue<int>();

    private static int SupervisorOf(int program) =>
        int.Parse(
            File.ReadAllText($"/proc/{program}/stat").Split(')')[^1].Split(' ')[2],
            CultureInfo.InvariantCulture
        );

    private static void Succeeds(Outcome outcome) =>
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
}
