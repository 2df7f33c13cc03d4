using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;
using ContainerRt.SpecConformance.Matrix;
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>config.md: what a hook is and what it is given.</summary>
public sealed class HookEntryTests : HookTest
{
    [Must("hook-path-absolute")]
    public void A_relative_path_is_refused()
    {
        AddHook("createRuntime", new JsonObject { ["path"] = "bin/true" });
        CreateIsRefused();
    }

    [Must("hook-timeout-positive")]
    public void A_timeout_that_is_not_positive_is_refused()
    {
        AddHook("createRuntime", "true")["timeout"] = 0;
        CreateIsRefused();
    }

    [Must("hook-timeout")]
    public void A_hook_is_aborted_after_its_timeout()
    {
        AddHook("createRuntime", "exec sleep 20")["timeout"] = 1;
        var clock = Stopwatch.StartNew();
        CreateIsRefused();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 12);
    }

    [Must("hook-args")]
    public void A_hook_gets_the_configured_arguments()
    {
        AddHook("createRuntime", $"tr '\\0' ' ' </proc/$$/cmdline >{Log}")["args"] =
            TestBundle.Strings([
                "zero",
                "-c",
                $"tr '\\0' '|' </proc/$$/cmdline >{Log}",
                "one",
                "two words",
            ]);
        _ = CreateSleeping();
        string line = Assert.Single(Logged);
        Assert.StartsWith("zero|-c|", line, StringComparison.Ordinal);
        Assert.EndsWith("|one|two words|", line, StringComparison.Ordinal);
    }

    [Must("hook-env")]
    public void A_hook_gets_exactly_the_configured_environment()
    {
        AddHook("createRuntime", $"/usr/bin/tr '\\0' '\\n' </proc/$$/environ >{Log}")["env"] =
            TestBundle.Strings(["A=b", "C=d e"]);
        _ = CreateSleeping();
        Assert.Equal(["A=b", "C=d e"], Logged);
    }

    [Must("hook-order")]
    public void Hooks_are_called_in_the_listed_order()
    {
        foreach (string name in (string[])["first", "second", "third"])
        {
            _ = AddHook("createRuntime", $"echo {name} >>{Log}");
        }
        _ = CreateSleeping();
        Assert.Equal(["first", "second", "third"], Logged);
    }

    [Must("hook-state")]
    public void A_hook_gets_the_state_on_its_stdin()
    {
        _ = AddHook("createRuntime", $"cat >{Log}");
        string id = CreateSleeping();
        JsonObject state = JsonNode.Parse(File.ReadAllText(Log))!.AsObject();
        Assert.Equal(id, state["id"]!.GetValue<string>());
        Assert.Equal(PidOf(id), state["pid"]!.GetValue<int>());
        Assert.Equal(Bundle.Folder, state["bundle"]!.GetValue<string>());
        Assert.Contains(state["status"]!.GetValue<string>(), (string[])["creating", "created"]);
    }

    [Must("state-pid-in-hook")]
    public void A_hook_in_the_container_is_told_the_pid_there()
    {
        _ = AddHook("startContainer", ReadPid + "echo $pid >>/log");
        _ = RunToTheEnd();
        Assert.Equal(["1", "program"], InnerLogged);
    }
}
