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
using Xunit;

namespace ContainerRt.SpecConformance.Runtime;

/// <summary>A requirement of the runtime-spec, seen in a container that the runtime under test makes.</summary>
public abstract class RuntimeTest : OciTest
{
    private readonly List<Process> _holders = [];

    /// <summary>Runs a script as the container's program and returns what it said.</summary>
    protected string Says(string script)
    {
        _ = Bundle.Shell(script);
        Outcome outcome = Run();
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return outcome.Text;
    }

    protected Outcome TryCreate(string id)
    {
        _ = Bundle.Write();
        return Detached($"create --bundle '{Bundle.Folder}' --pid-file '{PidFile(id)}' {id}");
    }

    /// <summary>The bundle is refused for what is wrong with it, and no container is made.</summary>
    protected void CreateIsRefused()
    {
        string id = NewId();
        IsRefused(TryCreate(id));
        IsRefused(Oci("state", id));
    }

    /// <summary>An error with a word of explanation; that crt lacks the whole feature does not count.</summary>
    protected static void IsRefused(Outcome outcome)
    {
        FailsNaming(outcome);
        Assert.DoesNotContain("not supported yet", outcome.Errors, StringComparison.Ordinal);
    }

    protected string CreateSleeping()
    {
        _ = Bundle.Command("sleep", "60");
        return Create();
    }

    protected string StartSleeping()
    {
        string id = CreateSleeping();
        Succeeds(Oci("start", id));
        WaitUntil(id, "running");
        return id;
    }

    /// <summary>Runs a program to its end, stopped but not deleted.</summary>
    protected string Finished(string script)
    {
        _ = Bundle.Shell(script);
        string id = CreateAndStart();
        WaitUntil(id, "stopped");
        return id;
    }

    protected static string NamespaceOf(int pid, string type) =>
        new FileInfo($"/proc/{pid}/ns/{type}").LinkTarget ?? "";

    protected static string OwnNamespace(string type) => NamespaceOf(Environment.ProcessId, type);

    /// <summary>A process in new namespaces, for the time of the test.</summary>
    protected Process Holder(string unshareOption)
    {
        Process holder = Process.Start(
            new ProcessStartInfo("unshare", [unshareOption, "sleep", "60"])
        )!;
        _holders.Add(holder);
        string type = unshareOption == "--net" ? "net" : "uts";
        var clock = Stopwatch.StartNew();
        while (NamespaceOf(holder.Id, type) == OwnNamespace(type))
        {
            Assert.True(clock.Elapsed.TotalSeconds < 10, "unshare does not come to its point");
            Thread.Sleep(10);
        }
        return holder;
    }

    protected void AddNamespace(string type, string? path = null)
    {
        JsonArray all = Bundle.Linux["namespaces"]!.AsArray();
        RemoveNamespace(type);
        var entry = new JsonObject { ["type"] = type };
        if (path is not null)
        {
            entry["path"] = path;
        }
        all.Add(entry);
    }

    protected void RemoveNamespace(string type)
    {
        JsonArray all = Bundle.Linux["namespaces"]!.AsArray();
        foreach (JsonNode? one in all.Where(x => x!["type"]!.GetValue<string>() == type).ToArray())
        {
            _ = all.Remove(one);
        }
    }

    protected void AddMount(
        string destination,
        string type,
        string source,
        params string[] options
    ) =>
        Bundle.Mounts.Add(
            new JsonObject
            {
                ["destination"] = destination,
                ["type"] = type,
                ["source"] = source,
                ["options"] = TestBundle.Strings(options),
            }
        );

    /// <summary>A directory of the host with one file in it.</summary>
    protected string Source(string name = "source")
    {
        string source = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllText(Path.Combine(source, "file"), "from outside\n");
        return source;
    }

    protected void WritableRoot() => Bundle.Config["root"]!["readonly"] = false;

    protected override void Dispose(bool disposing)
    {
        foreach (Process holder in _holders)
        {
            holder.Kill();
            holder.WaitForExit();
            holder.Dispose();
        }
        _holders.Clear();
        base.Dispose(disposing);
    }
}
