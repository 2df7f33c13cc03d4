using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ContainerRt.Integration.Bundles;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>Hooks that write down what they see.</summary>
public abstract class HookTest : RuntimeTest
{
    /// <summary>Sets $pid to the container's process, from the state on stdin.</summary>
    protected const string ReadPid =
        """state=$(cat); pid=${state##*\"pid\":}; pid=$(echo $pid); pid=${pid%%[!0-9]*}; """;

    /// <summary>Written by hooks of the runtime namespace.</summary>
    protected string Log => Path.Combine(Folder, "hook.log");

    /// <summary>/log of the container, written by startContainer hooks and the program.</summary>
    protected string InnerLog => Path.Combine(Bundle.Root, "log");

    protected string[] Logged => Lines(Log);

    protected string[] InnerLogged => Lines(InnerLog);

    /// <summary>A shell script as a hook.</summary>
    protected JsonObject AddHook(string kind, string script)
    {
        WritableRoot();
        var hook = new JsonObject
        {
            ["path"] = "/bin/sh",
            ["args"] = TestBundle.Strings(["sh", "-c", script]),
            ["env"] = TestBundle.Strings(["PATH=/usr/bin:/bin"]),
        };
        AddHook(kind, hook);
        return hook;
    }

    protected void AddHook(string kind, JsonObject hook)
    {
        JsonObject hooks = Bundle.Config["hooks"]?.AsObject() ?? [];
        Bundle.Config["hooks"] = hooks;
        JsonArray all = hooks[kind]?.AsArray() ?? [];
        hooks[kind] = all;
        all.Add(hook);
    }

    /// <summary>A hook that logs its kind.</summary>
    protected void AddLogger(string kind) =>
        AddHook(kind, $"echo {kind} >>{(kind == "startContainer" ? "/log" : Log)}");

    /// <summary>A hook whose program is only on this side.</summary>
    protected void AddScriptFile(string kind, string folder, string path, string log)
    {
        string file = Path.Combine(folder, Path.GetFileName(path));
        File.WriteAllText(file, $"#!/bin/sh\necho found >>{log}\n");
        File.SetUnixFileMode(file, (UnixFileMode)0x1ed);
        WritableRoot();
        AddHook(kind, new JsonObject { ["path"] = path });
    }

    protected string RunToTheEnd()
    {
        string id = Finished("echo program >>/log");
        Succeeds(Oci("delete", id));
        return id;
    }

    private static string[] Lines(string file) =>
        File.Exists(file) ? File.ReadAllLines(file).Where(x => x.Length > 0).ToArray() : [];
}
