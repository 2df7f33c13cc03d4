using System.IO;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config-linux.md: seccomp and the container process state.</summary>
public sealed class SeccompTests : RuntimeTest
{
    [Must("seccomp-default-errno")]
    public void An_errno_that_the_default_action_does_not_have_is_an_error()
    {
        Filter("SCMP_ACT_ALLOW")["defaultErrnoRet"] = 5;
        CreateIsRefused();
    }

    [Must("seccomp-errno")]
    public void An_errno_that_the_action_does_not_have_is_an_error()
    {
        Rule(Filter("SCMP_ACT_ALLOW"), "SCMP_ACT_KILL_PROCESS", "mkdir")["errnoRet"] = 5;
        CreateIsRefused();
    }

    [Must("seccomp-names")]
    public void A_rule_without_a_name_is_an_error()
    {
        _ = Rule(Filter("SCMP_ACT_ALLOW"), "SCMP_ACT_ERRNO");
        CreateIsRefused();
    }

    [Must("seccomp-metadata")]
    public void Metadata_without_a_listener_is_an_error()
    {
        Filter("SCMP_ACT_ALLOW")["listenerMetadata"] = "x";
        CreateIsRefused();
    }

    [Must("seccomp-unknown-name")]
    public void An_unknown_name_is_ignored()
    {
        _ = Rule(Filter("SCMP_ACT_ALLOW"), "SCMP_ACT_ERRNO", "no_such_call", "mkdir", "mkdirat");
        WritableRoot();
        Assert.Equal("refused", Says("mkdir /x 2>/dev/null || echo refused"));
    }

    [Must("seccomp-listener-stream")]
    public void The_listener_is_a_stream_socket() =>
        Assert.Equal("SOCK_STREAM", Received()["type"]!.GetValue<string>());

    [Must("seccomp-listener-one")]
    public void A_connection_carries_one_state()
    {
        JsonObject received = Received();
        Assert.Equal(1, received["connections"]!.GetValue<int>());
        // a second document in the payload would not parse
        _ = JsonNode.Parse(received["payload"]!.GetValue<string>());
    }

    [Must("seccomp-listener-closed")]
    public void The_connection_is_closed_after_the_state() =>
        Assert.True(Received()["closed"]!.GetValue<bool>());

    [Must("seccomp-listener-gone")]
    public void A_listener_that_is_not_there_is_an_error()
    {
        Notify(Path.Combine(Folder, "nobody.sock"));
        CreateIsRefused();
    }

    [Must("process-state-json")]
    public void The_process_state_is_json() =>
        Assert.Equal(JsonValueKind.Object, ProcessState().GetValueKind());

    [Must("process-state-fds")]
    public void Descriptors_come_with_the_first_message()
    {
        JsonObject received = Received();
        Assert.Equal(1, received["fds"]!.GetValue<int>());
        Assert.Equal(1, received["firstFds"]!.GetValue<int>());
        JsonNode state = JsonNode.Parse(received["payload"]!.GetValue<string>())!;
        Assert.Equal("[\"seccompFd\"]", state["fds"]!.ToJsonString());
    }

    [Must("process-state-version")]
    public void The_process_state_has_a_version() =>
        Assert.Matches(@"^1\.\d+\.\d+", ProcessState()["ociVersion"]!.GetValue<string>());

    [Must("process-state-pid")]
    public void The_process_state_has_the_pid()
    {
        JsonObject received = Received();
        JsonNode state = JsonNode.Parse(received["payload"]!.GetValue<string>())!;
        Assert.Equal(received["pidFile"]!.GetValue<int>(), state["pid"]!.GetValue<int>());
    }

    [Must("process-state-state")]
    public void The_process_state_has_the_containers_state()
    {
        JsonNode state = ProcessState()["state"]!;
        Assert.Equal(Bundle.Folder, state["bundle"]!.GetValue<string>());
        Assert.Contains(
            state["status"]!.GetValue<string>(),
            (string[])["creating", "created", "running"]
        );
    }

    [Must("process-state-metadata")]
    public void The_process_state_has_the_metadata() =>
        Assert.Equal("opaque", ProcessState()["metadata"]!.GetValue<string>());

    private JsonNode ProcessState() => JsonNode.Parse(Received()["payload"]!.GetValue<string>())!;

    private JsonObject Received()
    {
        string socket = Path.Combine(Folder, "agent.sock");
        Notify(socket);
        Bundle.Linux["seccomp"]!["listenerMetadata"] = "opaque";
        _ = Bundle.Command("sleep", "60").Write();
        string id = NewId();
        return SeccompAgent.Receive(Bundle, socket, StateRoot, PidFile(id), id);
    }

    private void Notify(string socket)
    {
        JsonObject filter = Filter("SCMP_ACT_ALLOW");
        filter["listenerPath"] = socket;
        _ = Rule(filter, "SCMP_ACT_NOTIFY", "swapoff");
    }

    private JsonObject Filter(string action)
    {
        var filter = new JsonObject { ["defaultAction"] = action, ["syscalls"] = new JsonArray() };
        Bundle.Linux["seccomp"] = filter;
        return filter;
    }

    private static JsonObject Rule(JsonObject filter, string action, params string[] names)
    {
        var rule = new JsonObject { ["names"] = TestBundle.Strings(names), ["action"] = action };
        filter["syscalls"]!.AsArray().Add(rule);
        return rule;
    }
}
