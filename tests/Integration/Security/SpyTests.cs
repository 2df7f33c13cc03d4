using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using ContainerRt.Integration.Refusals;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>
/// A container with CAP_SYS_PTRACE looks at the processes that crt brings into its pid namespace, before they have
/// started their program. Seen red on the program of before, which was born there with the host's root.
/// </summary>
public sealed class SpyTests : OciTest
{
    // CAP_AUDIT_WRITE, CAP_KILL, CAP_NET_BIND_SERVICE and CAP_SYS_PTRACE
    private const ulong Given = 1UL << 29 | 1 << 5 | 1 << 10 | 1 << 19;

    // what a process without protection shows: it is forked into the namespace with the host's root
    private const string Careless = """
        import ctypes, os, sys, time
        libc = ctypes.CDLL(None)
        assert libc.setns(os.open(f'/proc/{sys.argv[1]}/ns/pid', os.O_RDONLY), 0) == 0
        if os.fork() == 0:
            time.sleep(0.5)
            os._exit(0)
        time.sleep(1)
        os.wait()
        """;

    private readonly string _canary = $"CANARY-{Guid.NewGuid():N}";
    private readonly string _hostFile;

    public SpyTests()
    {
        _hostFile = Path.Combine(Folder, "host-file");
        File.WriteAllText(_hostFile, _canary);
    }

    private RunOptions Canary =>
        new() { Environment = new Dictionary<string, string> { ["CRT_CANARY"] = _canary } };

    /// <summary>CRT_SPY_EXECS: how many execs are looked at.</summary>
    private static int Execs =>
        int.TryParse(Environment.GetEnvironmentVariable("CRT_SPY_EXECS"), out int number)
            ? number
            : 200;

    [Fact]
    public void The_spy_sees_a_process_that_brings_the_host_along()
    {
        string id = StartSpy(Bundle);
        Succeeds(ProgramRun.To("python3", ["-c", Careless, $"{PidOf(id)}"], Canary));
        Spy spy = StopSpy(id);
        Assert.True(
            spy is { Opens: > 0, Environments: > 0, Memories: > 0, Descriptors: > 0 },
            spy.Text
        );
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void An_exec_shows_nothing_of_the_host_and_has_no_more_capabilities_than_its_program(
        bool noNewPrivileges,
        bool filtered
    )
    {
        Bundle.Process["noNewPrivileges"] = noNewPrivileges;
        if (filtered)
        {
            Bundle.Linux["seccomp"] = DockerProfile();
        }
        string id = StartSpy(Bundle);
        int execs = filtered || noNewPrivileges ? Execs / 4 : Execs;
        for (int i = 0; i < execs; i++)
        {
            Succeeds(ExecTrue(id));
        }
        Spy spy = StopSpy(id);
        spy.FoundNothing(atLeast: execs / 10);
        Assert.Equal($"{Given:x}", $"{spy.Privileges:x}");
    }

    // the filter refuses clone(2), so it cannot be loaded before the second child is there: that child keeps
    // CAP_SYS_ADMIN until it has loaded it
    [Fact]
    public void A_filter_that_refuses_clone_is_loaded_by_the_process_that_appears()
    {
        Bundle.Process["noNewPrivileges"] = false;
        string id = StartSpy(Bundle);
        Bundle.Linux["seccomp"] = Refusing("clone", "clone3");
        string other = NewId();
        _ = Bundle.Command("sleep", "100");
        JoinPids(Bundle, PidOf(id));
        Succeeds(DetachedRun(other));
        for (int i = 0; i < Execs / 10; i++)
        {
            Outcome exec = ExecTrue(other);
            Succeeds(exec);
        }
        Spy spy = StopSpy(id);
        spy.FoundNothing(atLeast: Execs / 100);
        Assert.Equal($"{Given | 1 << 21:x}", $"{spy.Privileges:x}");
    }

    [Theory]
    [InlineData("create")]
    [InlineData("run")]
    public void A_container_that_joins_the_pid_namespace_shows_nothing_of_the_host(string verb)
    {
        string id = StartSpy(Bundle);
        JoinPids(Bundle, PidOf(id));
        _ = Bundle.Command("true").Write();
        int joins = Execs / 20;
        for (int i = 0; i < joins; i++)
        {
            string joined = NewId();
            Outcome made = ProgramRun.To(
                "sh",
                [
                    "-c",
                    $"'{Crt.Runtime}' --root '{StateRoot}' {verb} --bundle '{Bundle.Folder}' --pid-file '{Folder}/{_canary}' {joined} </dev/null >/dev/null 2>'{Folder}/errors'",
                ],
                Canary
            );
            Assert.True(made.ExitCode == 0, File.ReadAllText($"{Folder}/errors"));
            Succeeds(Oci("delete", "--force", joined));
        }
        Spy spy = StopSpy(id);
        spy.FoundNothing(atLeast: joins / 10);
        Assert.Equal($"{Given:x}", $"{spy.Privileges:x}");
    }

    // Before 6.17 procfs cannot be told of a namespace: somebody in it has to make it, with CAP_SYS_ADMIN, a filter and nothing else.
    [Fact]
    public void Procfs_of_an_older_kernel_is_made_by_a_process_that_has_nothing_of_the_host()
    {
        string id = StartSpy(Bundle);
        JoinPids(Bundle, PidOf(id));
        _ = Bundle.Shell("ls /proc; grep -c spy /proc/1/cmdline").Write();
        Outcome run = new(0, "", "", "");
        int joins = Execs / 20;
        for (int i = 0; i < joins; i++)
        {
            run = Refuse.Run(
                Refuse.EINVAL,
                "fsconfig@1=5",
                [Crt.Runtime, "--root", StateRoot, "run", "--bundle", Bundle.Folder, NewId()],
                Canary
            );
            Succeeds(run);
        }
        // pid 1 of the namespace is the spy, and nobody of the host is there
        Assert.EndsWith("\n1", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"\n{Environment.ProcessId}\n", run.Output, StringComparison.Ordinal);
        Spy spy = StopSpy(id);
        spy.FoundNothing(atLeast: joins / 10);
        Assert.Equal(0UL, spy.Privileges & ~(Given | 1 << 21));
    }

    // SEC-20: the state "created" lasts as long as somebody wants, and exec may come before start
    [Fact]
    public void A_created_container_shows_nothing_of_the_host_to_a_process_that_is_executed_in_it()
    {
        _ = Spy.Install(Bundle, _hostFile, _canary);
        _ = Bundle.Command("sleep", "100").Write();
        string id = NewId();
        Outcome made = ProgramRun.To(
            "sh",
            [
                "-c",
                $"'{Crt.Runtime}' --root '{StateRoot}' create --bundle '{Bundle.Folder}' --pid-file '{Folder}/{_canary}' {id} </dev/null >/dev/null 2>&1",
            ],
            Canary
        );
        Succeeds(made);
        Succeeds(
            Detached($"exec --detach --pid-file '{PidFile(id)}' {id} /spy '{_hostFile}' {_canary}")
        );
        WaitFor(() => Spy.IsReady(OutputFile));
        Thread.Sleep(500);
        Succeeds(ProgramRun.To("kill", ["-TERM", $"{PidOf(id)}"]));
        WaitFor(() => Spy.HasEnded(OutputFile));
        Spy.Report(OutputFile).FoundNothing(atLeast: 1);
    }

    // why one child is enough there: nobody is in the namespace who could look
    [Fact]
    public void An_ordinary_create_is_alone_in_its_pid_namespace()
    {
        _ = Bundle.Command("true");
        string id = Create();
        string space = PidNamespaceOf($"{PidOf(id)}");
        string[] inside =
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(folder => Path.GetFileName(folder))
                .Where(name => char.IsAsciiDigit(name[0]) && PidNamespaceOf(name) == space),
        ];
        Assert.Equal([$"{PidOf(id)}"], inside);
        Assert.EndsWith(
            "\t1",
            File.ReadLines($"/proc/{PidOf(id)}/status")
                .First(line => line.StartsWith("NSpid", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    // Where mappings lie is chance: a neighbour of the program's data was taken for it in 1 of 25 creates, with all behind it.
    [Fact]
    public void A_container_that_waits_keeps_the_memory_that_its_steps_need_and_no_other()
    {
        const long most = 0x48000; // zeroed data 0x19000, one chunk of steps 0x20000, this thread's data 0x3000
        for (int i = 0; i < 40; i++)
        {
            _ = Bundle.Command("true");
            string id = Create();
            string[] maps = File.ReadAllLines($"/proc/{PidOf(id)}/maps");
            Assert.InRange(maps.Where(IsAnonymous).Sum(Size), 1, most);
            Succeeds(Oci("delete", "--force", id));
        }
    }

    private static bool IsAnonymous(string line) =>
        line.Contains(" 00:00 0 ", StringComparison.Ordinal)
        && !line.EndsWith(']')
        && !line.Contains("[v", StringComparison.Ordinal);

    private static long Size(string line)
    {
        string[] range = line.Split(' ')[0].Split('-');
        return Convert.ToInt64(range[1], 16) - Convert.ToInt64(range[0], 16);
    }

    private static string PidNamespaceOf(string pid) =>
        File.ResolveLinkTarget($"/proc/{pid}/ns/pid", returnFinalTarget: false)?.Name ?? "";

    private string StartSpy(TestBundle bundle)
    {
        _ = Spy.Install(bundle, _hostFile, _canary);
        // the heap's canary: what is read of the bundle stays in the memory of who reads it
        bundle.Config["annotations"] = new JsonObject { ["canary"] = _canary };
        string id = CreateAndStart();
        WaitFor(() => Spy.IsReady(OutputFile));
        return id;
    }

    private Spy StopSpy(string id)
    {
        Succeeds(Oci("kill", id, "TERM"));
        WaitFor(() => Spy.HasEnded(OutputFile));
        return Spy.Report(OutputFile);
    }

    private Outcome ExecTrue(string id) =>
        OciWith(Canary, "exec", "--pid-file", Path.Combine(Folder, _canary), id, "true");

    private Outcome DetachedRun(string id)
    {
        _ = Bundle.Write();
        return ProgramRun.To(
            "sh",
            [
                "-c",
                $"'{Crt.Runtime}' --root '{StateRoot}' run --detach --bundle '{Bundle.Folder}' {id} </dev/null >/dev/null 2>&1",
            ]
        );
    }

    private static void JoinPids(TestBundle bundle, int pid)
    {
        foreach (JsonNode? space in bundle.Linux["namespaces"]!.AsArray())
        {
            if (space!["type"]!.GetValue<string>() == "pid")
            {
                space["path"] = $"/proc/{pid}/ns/pid";
            }
        }
    }

    private static JsonNode DockerProfile() =>
        JsonNode.Parse(
            File.ReadAllText(
                Path.Combine(Crt.Top, "tests/Integration/Bundles", TestBundle.DockerLike)
            )
        )!["linux"]!["seccomp"]!.DeepClone();

    private static JsonObject Refusing(params string[] calls) =>
        new()
        {
            ["defaultAction"] = "SCMP_ACT_ALLOW",
            ["syscalls"] = new JsonArray(
                new JsonObject
                {
                    ["names"] = TestBundle.Strings(calls),
                    ["action"] = "SCMP_ACT_ERRNO",
                }
            ),
        };

    private static void WaitFor(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed.TotalSeconds < 20, "the spy does not answer");
            Thread.Sleep(20);
        }
    }
}
