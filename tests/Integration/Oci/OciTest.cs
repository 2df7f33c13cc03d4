using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Machine;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Oci;

/// <summary>A runtime with a state directory of its own; every container that the test made is deleted.</summary>
public abstract class OciTest : IntegrationTest
{
    private static int s_made;
    private readonly HashSet<string> _ids = [];

    protected OciTest()
    {
        Bundle = new TestBundle(Directory.CreateDirectory(Path.Combine(Folder, "bundle")).FullName);
        StateRoot = Path.Combine(Folder, "state");
    }

    protected TestBundle Bundle { get; }

    protected string StateRoot { get; }

    /// <summary>
    /// Never used before in this run, and so is the control group that has its name: a container that could not be removed
    /// fails its own test and no other.
    /// </summary>
    protected string NewId()
    {
        string id = $"crt-test-{Environment.ProcessId}-{Interlocked.Increment(ref s_made)}";
        _ = _ids.Add(id);
        return id;
    }

    /// <summary>`--root` goes before the verb, as every engine writes it.</summary>
    protected Outcome Oci(params string[] arguments) => OciWith(new RunOptions(), arguments);

    protected Outcome OciWith(RunOptions options, params string[] arguments) =>
        ProgramRun.To(Crt.Runtime, ["--root", StateRoot, .. arguments], options);

    protected Outcome Run(string? id = null)
    {
        _ = Bundle.Write();
        return Oci("run", "--bundle", Bundle.Folder, id ?? NewId());
    }

    protected string Create()
    {
        string id = NewId();
        _ = Bundle.Write();
        // stdio goes to files: a created container inherits them, and a pipe would never end
        Outcome outcome = Detached(
            $"create --bundle '{Bundle.Folder}' --pid-file '{PidFile(id)}' {id}"
        );
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return id;
    }

    protected string CreateAndStart()
    {
        string id = Create();
        Succeeds(Oci("start", id));
        return id;
    }

    protected Outcome Detached(string command) =>
        ProgramRun.To(
            "sh",
            [
                "-c",
                $"'{Crt.Runtime}' --root '{StateRoot}' {command} </dev/null >'{OutputFile}' 2>'{OutputFile}.err'; code=$?; cat '{OutputFile}.err' >&2; exit $code",
            ]
        );

    protected string OutputFile => Path.Combine(Folder, "output");

    protected string PidFile(string id) => Path.Combine(Folder, id + ".pid");

    protected int PidOf(string id) =>
        int.Parse(File.ReadAllText(PidFile(id)), System.Globalization.CultureInfo.InvariantCulture);

    protected JsonObject State(string id)
    {
        Outcome outcome = Oci("state", id);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return JsonNode.Parse(outcome.Output)!.AsObject();
    }

    protected string Status(string id) => State(id)["status"]!.GetValue<string>();

    protected void WaitUntil(string id, string status)
    {
        var clock = Stopwatch.StartNew();
        while (Status(id) != status)
        {
            Assert.True(
                clock.Elapsed.TotalSeconds < 10,
                $"{id} is {Status(id)}, not {status}, after 10 s"
            );
            Thread.Sleep(20);
        }
    }

    protected static void Succeeds(Outcome outcome) =>
        Assert.True(outcome.ExitCode == 0, outcome.ToString());

    /// <summary>A failure is one line that names the culprit: no stack trace, no half result.</summary>
    protected static void FailsNaming(Outcome outcome, params string[] words)
    {
        Assert.True(outcome.ExitCode != 0, outcome.ToString());
        Assert.True(outcome.Errors.Length > 0, $"no word of explanation: {outcome}");
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", outcome.Errors, StringComparison.Ordinal);
        foreach (string word in Crt.IsCrt ? words : [])
        {
            Assert.Contains(word, outcome.Errors, StringComparison.OrdinalIgnoreCase);
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (string id in _ids)
        {
            _ = Oci("delete", "--force", id);
        }
        base.Dispose(disposing);
    }
}
