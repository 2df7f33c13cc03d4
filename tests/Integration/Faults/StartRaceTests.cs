using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>
/// start and the other verbs, interleaved at chosen system calls: strace stops start there until the others have had their
/// time. Each of these was red on the program whose start took no lock and whose state was the socket's file alone.
/// </summary>
public sealed class StartRaceTests : TracedTest
{
    private const string RunsAlready = "cannot start an already running container";

    // how long a verb that waits for the stopped one is given before that one goes on
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(3);

    // before: connect to .../start.sock: no such file or directory
    [Theory]
    [InlineData("socket")]
    [InlineData("connect")]
    public void Of_two_starts_one_has_started_it_and_the_other_says_that_it_runs(string at)
    {
        _ = Bundle.Command("sleep", "100");
        string id = Create();
        Outcome second = null!;
        Outcome first = Stopped(at, id, () => second = Oci("start", id));
        Outcome refused = first.ExitCode == 0 ? second : first;
        Succeeds(first.ExitCode == 0 ? first : second);
        FailsNaming(refused, RunsAlready);
        Assert.Equal("running", Status(id));
    }

    // before: connect to .../start.sock: connection refused
    [Fact]
    public void A_start_of_a_container_that_is_killed_meanwhile_says_that_it_has_stopped()
    {
        _ = Bundle.Command("sleep", "100");
        string id = Create();
        Outcome start = Stopped(
            "socket",
            id,
            () =>
            {
                Succeeds(Oci("kill", id, "KILL"));
                WaitUntil(id, "stopped");
            }
        );
        FailsNaming(start, "cannot start a container that has stopped");
        Assert.DoesNotContain("refused", start.Errors, StringComparison.Ordinal);
    }

    // now and then the connection is taken before the signal stops the process: then, before, start ended with 0
    [Fact]
    public async Task A_start_whose_container_is_killed_before_it_has_heard_says_that_it_has_stopped()
    {
        _ = Bundle.Command("sleep", "100");
        string id = Create();
        Succeeds(ProgramRun.To("kill", ["-STOP", $"{PidOf(id)}"]));
        Task<Outcome> start = Task.Run(() => Oci("start", id));
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Succeeds(ProgramRun.To("kill", ["-KILL", $"{PidOf(id)}"]));
        FailsNaming(await start, "cannot start a container that has stopped");
    }

    // before: it ran and was "created", so a delete that was not forced killed it
    [Fact]
    public void What_a_killed_start_has_let_go_is_running()
    {
        Bundle.Config["root"]!["readonly"] = false;
        _ = Bundle.Shell("echo ran >/ran; exec sleep 100");
        string id = Create();
        Outcome start = Traced("-e inject=unlinkat:signal=KILL:when=1", $"start {id}");
        Assert.Equal(137, start.ExitCode);
        for (int i = 0; i < 200 && !File.Exists(Path.Combine(Bundle.Root, "ran")); i++)
        {
            Thread.Sleep(20);
        }
        Assert.Equal("running", Status(id));
        FailsNaming(Oci("start", id), RunsAlready);
        FailsNaming(Oci("delete", id), "is not stopped");
        Assert.True(Directory.Exists($"/proc/{PidOf(id)}"));
    }

    // the byte, and not the connection, lets it go
    [Fact]
    public void A_start_that_is_killed_before_it_has_let_it_go_can_be_repeated()
    {
        _ = Bundle.Command("sleep", "100");
        string first = Create();
        string[] calls = CallsOf($"start {first}");
        string id = Create();
        int write = Array.IndexOf(calls, "write", Array.IndexOf(calls, "connect"));
        Outcome start = Traced(At(calls, write, "signal=KILL"), $"start {id}");
        Assert.Equal(137, start.ExitCode);
        Assert.Equal("created", Status(id));
        Succeeds(Oci("start", id));
        WaitUntil(id, "running");
    }

    // before, the old start removed the new container's socket, and nobody could start that one any more
    [Theory]
    [InlineData("socket")]
    [InlineData("connect")]
    public void An_old_start_does_nothing_to_a_new_container_of_the_same_id(string at)
    {
        _ = Bundle.Command("sleep", "100");
        string id = Create();
        _ = Stopped(
            at,
            id,
            () =>
            {
                Succeeds(Oci("delete", "--force", id));
                Succeeds(
                    Detached($"create --bundle '{Bundle.Folder}' --pid-file '{PidFile(id)}' {id}")
                );
            }
        );
        Assert.Equal("created", Status(id));
        Succeeds(Oci("start", id));
        WaitUntil(id, "running");
    }

    // the lock is for the decision only; before, `run` held it until execve
    [Theory]
    [InlineData("start")]
    [InlineData("run")]
    public async Task Whoever_waits_for_execve_keeps_no_delete_waiting(string verb)
    {
        string program = Path.Combine(Bundle.Root, "slow");
        File.Copy("/bin/busybox", program);
        _ = Bundle.Command("/slow", "true").Write();
        string id = verb == "run" ? NewId() : Create();
        // execve waits until the lease is given back
        using Process lease = Lease(program);
        Task<Outcome> waiting = Task.Run(() =>
            verb == "run"
                ? Detached($"run --detach --bundle '{Bundle.Folder}' {id}")
                : Oci("start", id)
        );
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        bool waits = !waiting.IsCompleted;
        var clock = Stopwatch.StartNew();
        Succeeds(Oci("delete", "--force", id));
        TimeSpan deleted = clock.Elapsed;
        lease.Kill();
        _ = await waiting;
        Assert.True(waits, "execve did not wait");
        Assert.InRange(deleted.TotalSeconds, 0, 5);
    }

    // before, it removed by the id whatever had it
    [Fact]
    public void A_run_that_ends_late_does_not_remove_a_new_container_of_the_same_id()
    {
        _ = Bundle.Command("sleep", "100").Write();
        string id = NewId();
        string line = $"'{Crt.Runtime}' --root '{StateRoot}' run --bundle '{Bundle.Folder}' {id}";
        using var run = Process.Start("sh", ["-c", $"exec {line} </dev/null >'{OutputFile}' 2>&1"]);
        WaitFor(() => Oci("state", id) is { ExitCode: 0 } && Status(id) == "running");
        Succeeds(ProgramRun.To("kill", ["-STOP", $"{run.Id}"]));
        Succeeds(Oci("delete", "--force", id));
        Succeeds(Detached($"create --bundle '{Bundle.Folder}' {id}"));
        Succeeds(ProgramRun.To("kill", ["-CONT", $"{run.Id}"]));
        Assert.True(run.WaitForExit(10_000));
        Assert.Equal("created", Status(id));
    }

    private static Process Lease(string file)
    {
        const string script =
            "import fcntl, os, signal, sys, time; signal.signal(signal.SIGIO, signal.SIG_IGN); "
            + "fcntl.fcntl(os.open(sys.argv[1], os.O_RDWR), fcntl.F_SETLEASE, fcntl.F_WRLCK); print('held', flush=True); time.sleep(60)";
        Process holder = Process.Start(
            new ProcessStartInfo("python3", ["-c", script, file]) { RedirectStandardOutput = true }
        )!;
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        return holder;
    }

    /// <summary>A start that is stopped behind its first system call of that name while the others act.</summary>
    private Outcome Stopped(string call, string id, Action others)
    {
        Task<Outcome> start = Task.Run(() =>
            Traced($"-e inject={call}:signal=STOP:when=1", $"start {id}")
        );
        int process = 0;
        WaitFor(() => (process = StoppedProcess($"start\0{id}\0")) != 0);
        Task acting = Task.Run(others);
        _ = acting.Wait(s_time);
        Succeeds(ProgramRun.To("kill", ["-CONT", $"{process}"]));
        acting.Wait();
        return start.Result;
    }

    // strace stops its process for a moment at each call: stopped for good is stopped ten times in a row
    private static int StoppedProcess(string commandLine)
    {
        foreach (
            string folder in Directory
                .GetDirectories("/proc")
                .Where(x => int.TryParse(Path.GetFileName(x), out _))
        )
        {
            int times = 0;
            while (times < 10 && IsStopped(folder, commandLine))
            {
                times++;
                Thread.Sleep(20);
            }
            if (times == 10)
            {
                return int.Parse(
                    Path.GetFileName(folder),
                    System.Globalization.CultureInfo.InvariantCulture
                );
            }
        }
        return 0;
    }

    private static bool IsStopped(string folder, string commandLine)
    {
        try
        {
            return File.ReadAllText($"{folder}/cmdline")
                    .EndsWith(commandLine, StringComparison.Ordinal)
                && File.ReadAllText($"{folder}/stat").Split(") ")[^1][0] is 't' or 'T';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void WaitFor(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed.TotalSeconds < 20, "not so after 20 s");
            Thread.Sleep(20);
        }
    }
}
