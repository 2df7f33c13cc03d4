using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Programs;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>runtime.md: scope and state.</summary>
public sealed class StateTests : RuntimeTest
{
    [Must("scope-operations")]
    public void The_creator_can_use_every_operation()
    {
        string id = CreateSleeping();
        Assert.Equal("created", Status(id));
        Succeeds(Oci("start", id));
        Succeeds(Oci("kill", id, "KILL"));
        WaitUntil(id, "stopped");
        Succeeds(Oci("delete", id));
    }

    [Must("state-oci-version")]
    public void State_names_the_version_of_the_specification() =>
        Assert.Matches(@"^1\.\d+\.\d+", Text(State(CreateSleeping()), "ociVersion"));

    [Must("state-id")]
    public void State_has_the_id()
    {
        string id = CreateSleeping();
        Assert.Equal(id, Text(State(id), "id"));
    }

    [Must("state-id-unique")]
    public void An_id_stands_for_one_container()
    {
        string id = CreateSleeping();
        int pid = PidOf(id);
        IsRefused(TryCreate(id));
        Assert.Equal(pid, State(id)["pid"]!.GetValue<int>());
    }

    [Must("state-status")]
    public void Status_follows_the_lifecycle()
    {
        string id = CreateSleeping();
        Assert.Equal("created", Status(id));
        Succeeds(Oci("start", id));
        Assert.Equal("running", Status(id));
        Succeeds(Oci("kill", id, "KILL"));
        WaitUntil(id, "stopped");
    }

    [Must("state-pid")]
    public void State_has_the_pid_while_there_is_a_process()
    {
        string id = CreateSleeping();
        Assert.Equal(PidOf(id), State(id)["pid"]!.GetValue<int>());
        Succeeds(Oci("start", id));
        WaitUntil(id, "running");
        Assert.Equal(PidOf(id), State(id)["pid"]!.GetValue<int>());
        Assert.Equal("sleep\n", File.ReadAllText($"/proc/{PidOf(id)}/comm"));
    }

    [Must("state-bundle")]
    public void State_has_the_absolute_path_of_the_bundle()
    {
        _ = Bundle.Command("sleep", "60").Write();
        string id = NewId();
        Succeeds(
            ProgramRun.To(
                "sh",
                [
                    "-c",
                    $"cd '{Bundle.Folder}' && '{Crt.Runtime}' --root '{StateRoot}' create {id} </dev/null >/dev/null 2>'{OutputFile}'",
                ]
            )
        );
        Assert.Equal(Bundle.Folder, Text(State(id), "bundle"));
    }

    [Must("state-json")]
    public void State_follows_the_schema()
    {
        Bundle.Config["annotations"] = new JsonObject { ["org.example"] = "value" };
        JsonObject state = State(CreateSleeping());
        foreach (string name in (string[])["ociVersion", "id", "status", "bundle"])
        {
            Assert.Equal(JsonValueKind.String, state[name]!.GetValueKind());
        }
        Assert.Contains(
            Text(state, "status"),
            (string[])["creating", "created", "running", "stopped"]
        );
        Assert.True(state["pid"]!.GetValue<int>() > 0);
        Assert.All(
            state["annotations"]!.AsObject().ToArray(),
            x => Assert.Equal(JsonValueKind.String, x.Value!.GetValueKind())
        );
        Assert.Equal("value", Text(state["annotations"]!.AsObject(), "org.example"));
    }

    private static string Text(JsonObject state, string name) => state[name]!.GetValue<string>();
}
