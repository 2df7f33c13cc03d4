using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>runtime.md: the five operations.</summary>
public sealed class OperationTests : RuntimeTest
{
    private const string Unknown = "never-was";

    [Must("query-state-no-id")]
    public void State_needs_an_id() => IsRefused(Oci("state"));

    [Must("query-state-unknown")]
    public void State_of_an_unknown_container_is_an_error() => IsRefused(Oci("state", Unknown));

    [Must("query-state-answer")]
    public void State_answers_with_the_state()
    {
        string id = CreateSleeping();
        Outcome outcome = Oci("state", id);
        Succeeds(outcome);
        Assert.Equal(id, JsonNode.Parse(outcome.Output)!["id"]!.GetValue<string>());
    }

    [Must("create-no-id")]
    public void Create_needs_an_id()
    {
        _ = Bundle.Command("sleep", "60").Write();
        IsRefused(Detached($"create --bundle '{Bundle.Folder}'"));
    }

    // the command line takes the current directory for a bundle that is not named
    [Must("create-no-bundle")]
    public void Create_needs_a_bundle()
    {
        string id = NewId();
        IsRefused(Detached($"create --bundle '{Folder}' {id}"));
        IsRefused(Oci("state", id));
    }

    [Must("create-id-taken")]
    public void Create_with_an_id_that_is_taken_makes_no_container()
    {
        string id = CreateSleeping();
        string other = Path.Combine(Folder, "other");
        Directory.Move(Bundle.Folder, other);
        IsRefused(Detached($"create --bundle '{other}' {id}"));
        Assert.Equal(Bundle.Folder, State(id)["bundle"]!.GetValue<string>());
    }

    [Must("create-id-invalid")]
    public void Create_with_an_invalid_id_makes_no_container()
    {
        _ = Bundle.Command("sleep", "60").Write();
        foreach (string id in (string[])["''", "../escape", "with/slash", ".."])
        {
            IsRefused(Detached($"create --bundle '{Bundle.Folder}' {id}"));
        }
        Assert.Equal("", Oci("list", "-q").Text);
    }

    [Must("create-makes")]
    public void Create_makes_a_container_that_is_created() =>
        Assert.Equal("created", Status(CreateSleeping()));

    [Must("create-applies")]
    public void Create_applies_everything_but_the_process()
    {
        AddMount("/mnt", "tmpfs", "tmpfs");
        int pid = PidOf(CreateSleeping());
        foreach (string type in (string[])["mnt", "uts", "ipc", "net", "pid", "cgroup"])
        {
            Assert.NotEqual(OwnNamespace(type), NamespaceOf(pid, type));
        }
        string mounts = File.ReadAllText($"/proc/{pid}/mountinfo");
        Assert.Contains(" /mnt ", mounts, StringComparison.Ordinal);
        Assert.Contains(" /proc/sys ", mounts, StringComparison.Ordinal);
    }

    [Must("create-args-wait")]
    public void The_arguments_are_not_applied_before_start()
    {
        string id = CreateSleeping();
        string waiting = File.ReadAllText($"/proc/{PidOf(id)}/cmdline");
        Assert.DoesNotContain("sleep", waiting, StringComparison.Ordinal);
        Succeeds(Oci("start", id));
        WaitUntil(id, "running");
        Assert.Equal("sleep\060\0", File.ReadAllText($"/proc/{PidOf(id)}/cmdline"));
    }

    [Must("create-cannot-apply")]
    public void What_cannot_be_applied_is_an_error()
    {
        Bundle.Linux["sysctl"] = new JsonObject { ["net.no_such.setting"] = "1" };
        CreateIsRefused();
    }

    [Must("start-no-id")]
    public void Start_needs_an_id() => IsRefused(Oci("start"));

    [Must("start-unknown")]
    public void Start_of_an_unknown_container_is_an_error() => IsRefused(Oci("start", Unknown));

    [Must("start-not-created")]
    public void Start_of_a_container_that_is_not_created_has_no_effect()
    {
        string id = StartSleeping();
        IsRefused(Oci("start", id));
        Assert.Equal("running", Status(id));
        Succeeds(Oci("kill", id, "KILL"));
        WaitUntil(id, "stopped");
        IsRefused(Oci("start", id));
        Assert.Equal("stopped", Status(id));
    }

    [Must("start-runs")]
    public void Start_runs_the_program()
    {
        _ = Bundle.Command("/bin/echo", "one", "two");
        string id = CreateAndStart();
        WaitUntil(id, "stopped");
        Assert.Equal("one two\n", File.ReadAllText(OutputFile));
    }

    [Must("start-no-process")]
    public void Without_a_process_there_is_an_error_at_start_at_the_latest()
    {
        _ = Bundle.Config.Remove("process");
        string id = NewId();
        Outcome create = TryCreate(id);
        IsRefused(create.ExitCode == 0 ? Oci("start", id) : create);
    }

    [Must("kill-no-id")]
    public void Kill_needs_an_id() => IsRefused(Oci("kill"));

    [Must("kill-not-running")]
    public void A_signal_to_a_stopped_container_is_an_error()
    {
        string id = Finished("true");
        IsRefused(Oci("kill", id, "KILL"));
        Assert.Equal("stopped", Status(id));
    }

    [Must("kill-created")]
    public void A_signal_reaches_a_created_container()
    {
        string id = CreateSleeping();
        Succeeds(Oci("kill", id, "KILL"));
        WaitUntil(id, "stopped");
    }

    [Must("kill-sends")]
    public void The_signal_that_was_asked_for_is_sent()
    {
        _ = Bundle.Shell(
            "trap 'echo usr2; exit 0' USR2; trap 'echo term; exit 0' TERM; echo ready; while true; do sleep 0.05; done"
        );
        string id = CreateAndStart();
        AwaitOutput("ready\n");
        Succeeds(Oci("kill", id, "USR2"));
        WaitUntil(id, "stopped");
        Assert.Equal("ready\nusr2\n", File.ReadAllText(OutputFile));
    }

    [Must("delete-no-id")]
    public void Delete_needs_an_id() => IsRefused(Oci("delete"));

    [Must("delete-unknown")]
    public void Delete_of_an_unknown_container_is_an_error() => IsRefused(Oci("delete", Unknown));

    [Must("delete-not-stopped")]
    public void Delete_of_a_running_container_has_no_effect()
    {
        string id = StartSleeping();
        IsRefused(Oci("delete", id));
        Assert.Equal("running", Status(id));
    }

    [Must("delete-resources")]
    public void Delete_removes_what_create_made()
    {
        string cgroup = "crt-matrix-" + NewId();
        Bundle.Linux["cgroupsPath"] = "/" + cgroup;
        string id = Finished("true");
        Assert.True(Directory.Exists("/sys/fs/cgroup/" + cgroup));
        Succeeds(Oci("delete", id));
        Assert.False(Directory.Exists("/sys/fs/cgroup/" + cgroup));
        Assert.False(Directory.Exists(Path.Combine(StateRoot, id)));
    }

    [Must("delete-foreign")]
    public void Delete_leaves_alone_what_create_did_not_make()
    {
        string source = Source();
        AddMount("/mnt", "none", source, "bind");
        Process holder = Holder("--net");
        AddNamespace("network", $"/proc/{holder.Id}/ns/net");
        Succeeds(Oci("delete", Finished("true")));
        Assert.Equal("from outside\n", File.ReadAllText(Path.Combine(source, "file")));
        Assert.True(File.Exists(Path.Combine(Bundle.Root, "bin/busybox")));
        Assert.False(holder.HasExited);
    }

    private void AwaitOutput(string text)
    {
        var clock = Stopwatch.StartNew();
        while (File.ReadAllText(OutputFile) != text)
        {
            Assert.True(clock.Elapsed.TotalSeconds < 10, File.ReadAllText(OutputFile));
            Thread.Sleep(20);
        }
    }
}
