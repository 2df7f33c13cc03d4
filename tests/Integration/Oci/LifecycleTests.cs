using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

public sealed class LifecycleTests : OciTest
{
    [Fact]
    public void A_container_goes_from_created_to_running_to_stopped()
    {
        _ = Bundle.Shell("read line </dev/null; exec sleep 60");
        string id = Create();
        Assert.Equal("created", Status(id));
        Succeeds(Oci("start", id));
        WaitUntil(id, "running");
        Succeeds(Oci("kill", id, "KILL"));
        WaitUntil(id, "stopped");
        Succeeds(Oci("delete", id));
        FailsNaming(Oci("state", id), id);
    }

    [Fact]
    public void The_program_does_not_run_before_start()
    {
        _ = Bundle.Shell("echo ran");
        string id = Create();
        Assert.Equal("", File.ReadAllText(OutputFile));
        Succeeds(Oci("start", id));
        WaitUntil(id, "stopped");
        Assert.Equal("ran\n", File.ReadAllText(OutputFile));
    }

    [Fact]
    public void State_has_the_fields_of_the_specification()
    {
        Bundle.Config["annotations"] = new JsonObject { ["org.example.key"] = "value" };
        _ = Bundle.Command("sleep", "60");
        string id = Create();
        JsonObject state = State(id);
        Assert.Equal(id, state["id"]!.GetValue<string>());
        Assert.Equal(Bundle.Folder, state["bundle"]!.GetValue<string>());
        Assert.Equal(PidOf(id), state["pid"]!.GetValue<int>());
        Assert.Equal("value", state["annotations"]!["org.example.key"]!.GetValue<string>());
        Assert.NotEqual("", state["ociVersion"]!.GetValue<string>());
    }

    [Fact]
    public void The_pid_file_holds_the_pid_and_no_newline()
    {
        _ = Bundle.Command("sleep", "60");
        string id = CreateAndStart();
        string text = File.ReadAllText(PidFile(id));
        Assert.True(text.All(char.IsAsciiDigit), text);
        Assert.True(Directory.Exists($"/proc/{text}"), $"no process {text}");
    }

    [Fact]
    public void A_second_start_is_refused()
    {
        _ = Bundle.Command("sleep", "60");
        string id = CreateAndStart();
        WaitUntil(id, "running");
        FailsNaming(Oci("start", id), "cannot start an already running container");
    }

    [Fact]
    public void A_running_container_is_deleted_only_by_force()
    {
        _ = Bundle.Command("sleep", "60");
        string id = CreateAndStart();
        WaitUntil(id, "running");
        FailsNaming(Oci("delete", id), "is not stopped");
        Assert.Equal("running", Status(id));
        Succeeds(Oci("delete", "--force", id));
        FailsNaming(Oci("state", id), "does not exist");
    }

    [Fact]
    public void Force_deletes_what_is_not_there() =>
        Succeeds(Oci("delete", "--force", "never-was"));

    [Fact]
    public void A_container_that_is_not_there_is_named()
    {
        foreach (string verb in (string[])["start", "state", "kill", "delete"])
        {
            FailsNaming(Oci(verb, "never-was"), "never-was", "does not exist");
        }
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("SIGTERM")]
    [InlineData("15")]
    public void A_signal_is_given_by_name_or_number(string signal)
    {
        _ = Bundle.Shell(
            "trap 'echo caught; exit 3' TERM; echo ready; while true; do sleep 0.05; done"
        );
        string id = CreateAndStart();
        WaitForOutput("ready");
        Succeeds(Oci("kill", id, signal));
        WaitUntil(id, "stopped");
        Assert.Contains("caught", File.ReadAllText(OutputFile), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_container_is_not_signalled()
    {
        _ = Bundle.Command("true");
        string id = CreateAndStart();
        WaitUntil(id, "stopped");
        FailsNaming(Oci("kill", id, "KILL"), "container not running");
    }

    // before, the cgroup, /dev/null and what the caller had open stayed there until start
    [Fact]
    public void A_created_container_holds_nothing_of_the_host_open()
    {
        _ = Bundle.Command("true");
        string id = Create();
        string[] others = Directory
            .EnumerateFileSystemEntries($"/proc/{PidOf(id)}/fd")
            .Where(fd => Path.GetFileName(fd) is not ("0" or "1" or "2"))
            .Select(fd => new FileInfo(fd).LinkTarget ?? "")
            .ToArray();
        Assert.StartsWith("socket:", Assert.Single(others), StringComparison.Ordinal);
    }

    [Fact]
    public void Killing_all_of_a_stopped_container_is_no_error()
    {
        _ = Bundle.Command("true");
        string id = CreateAndStart();
        WaitUntil(id, "stopped");
        Succeeds(Oci("kill", "--all", id, "0"));
    }

    // before, only the first process got the signal, and nobody was left to kill the others
    [Theory]
    [InlineData("true")]
    [InlineData("kill -9 $$")]
    public void Without_a_pid_namespace_KILL_reaches_every_process(string before)
    {
        JsonArray spaces = Bundle.Linux["namespaces"]!.AsArray();
        _ = spaces.Remove(spaces.Single(space => space!["type"]!.GetValue<string>() == "pid"));
        _ = Bundle.Shell($"sleep 60 & echo child $! end; {before}; wait");
        string id = CreateAndStart();
        WaitForOutput("end");
        string child = File.ReadAllText(OutputFile).Split(' ')[1];
        Succeeds(Oci("kill", id, "KILL"));
        var clock = Stopwatch.StartNew();
        while (Directory.Exists($"/proc/{child}") && clock.Elapsed.TotalSeconds < 10)
        {
            Thread.Sleep(20);
        }
        Assert.False(Directory.Exists($"/proc/{child}"), $"process {child} lives on");
    }

    [Fact]
    public void List_shows_the_container()
    {
        _ = Bundle.Command("sleep", "60");
        string id = Create();
        Assert.Contains(id, Oci("list", "-q").Output.Split('\n'));
        JsonNode entry = JsonNode
            .Parse(Oci("list", "--format", "json").Output)!
            .AsArray()
            .Single()!;
        _ = Assert.Single(Oci("list", "--format", "json").Text.Split('\n'));
        Assert.Equal("created", entry["status"]!.GetValue<string>());
        Assert.Equal(PidOf(id), entry["pid"]!.GetValue<int>());
    }

    [Fact]
    public void A_second_create_of_an_id_is_refused_and_does_not_harm_the_first()
    {
        _ = Bundle.Command("sleep", "60");
        string id = Create();
        FailsNaming(Detached($"create --bundle '{Bundle.Folder}' {id}"), "already exists");
        Assert.Equal("created", Status(id));
    }

    [Fact]
    public async Task Of_two_creates_at_once_exactly_one_wins()
    {
        _ = Bundle.Command("sleep", "60").Write();
        string id = NewId();
        string create =
            $"'{Crt.Runtime}' --root '{StateRoot}' create --bundle '{Bundle.Folder}' {id} </dev/null";
        Task<int>[] both =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(x =>
                    Task.Run(() =>
                        ProgramRun.To("sh", ["-c", $"{create} >'{Folder}/out{x}' 2>&1"]).ExitCode
                    )
                ),
        ];
        int[] codes = await Task.WhenAll(both);
        Assert.Equal(1, codes.Count(x => x == 0));
        Assert.Equal("created", Status(id));
    }

    [Fact]
    public void A_change_of_the_config_after_create_has_no_effect()
    {
        _ = Bundle.Shell("echo first");
        string id = Create();
        _ = Bundle.Shell("echo second").Write();
        Succeeds(Oci("start", id));
        WaitUntil(id, "stopped");
        Assert.Equal("first\n", File.ReadAllText(OutputFile));
    }

    [Fact]
    public void Run_detached_returns_while_the_container_runs()
    {
        _ = Bundle.Command("sleep", "60").Write();
        string id = NewId();
        Succeeds(
            Detached($"run --detach --bundle '{Bundle.Folder}' --pid-file '{PidFile(id)}' {id}")
        );
        Assert.Equal("running", Status(id));
        Assert.True(Directory.Exists($"/proc/{PidOf(id)}"));
    }

    [Fact]
    public void Run_leaves_no_state()
    {
        _ = Bundle.Command("true");
        string id = NewId();
        Succeeds(Run(id));
        FailsNaming(Oci("state", id), id);
    }

    private void WaitForOutput(string text)
    {
        for (
            int i = 0;
            i < 200 && !File.ReadAllText(OutputFile).Contains(text, StringComparison.Ordinal);
            i++
        )
        {
            System.Threading.Thread.Sleep(25);
        }
    }
}
