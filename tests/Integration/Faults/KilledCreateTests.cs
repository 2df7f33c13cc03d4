using System;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>REL-01, REL-02: crt or its child is killed at any of its system calls.</summary>
public sealed class KilledCreateTests(ITestOutputHelper output) : OciTest
{
    private const int Places = 24;

    // It was red before the group was noted beside the state: delete left the group of a create that was killed after it had made
    // one. strace counts the calls of one number, so a place in the trace is a name and how often it has come before
    [Fact]
    public void A_create_that_is_killed_anywhere_leaves_nothing_that_delete_does_not_remove()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "needs the package strace");
        _ = Bundle.Command("sleep", "100").Write();
        string[] calls = Calls();
        output.WriteLine($"create makes {calls.Length} system calls, killed at {Places} of them");
        Assert.True(calls.Length > Places, $"{calls.Length} calls");
        int killed = 0;
        for (int place = 0; place < Places; place++)
        {
            // the later half of create is where it leaves traces
            int at = calls.Length / 2 + calls.Length / 2 * place / Places;
            string name = calls[at];
            int count = calls.Take(at + 1).Count(x => x == name);
            killed += KillAt($"-e inject={name}:signal=KILL:when={count}") ? 1 : 0;
        }
        // else the injection did not hit: the runtime's own threads make a few calls more or less each time
        Assert.InRange(killed, Places / 2, Places);
    }

    [Fact]
    public void A_child_that_is_killed_before_start_is_a_stopped_container()
    {
        _ = Bundle.Command("sleep", "100");
        string id = Create();
        Succeeds(ProgramRun.To("kill", ["-9", $"{PidOf(id)}"]));
        WaitUntil(id, "stopped");
        FailsNaming(Oci("start", id), "stopped");
        Succeeds(Oci("delete", id));
    }

    // whatever is there: list and state say something sensible, delete takes it away, and the id is free again
    private bool KillAt(string injection)
    {
        string id = NewId();
        Outcome create = Traced(injection, id);
        Assert.True(create.ExitCode is 137 or 0, $"{injection}: {create}");
        Succeeds(Oci("list"));
        Outcome state = Oci("state", id);
        Assert.True(state.ExitCode == 0 || state.Errors.Length > 0, state.ToString());
        Succeeds(Oci("delete", "--force", id));
        Assert.False(Directory.Exists(Path.Combine(StateRoot, id)), injection);
        Outcome again = Detached($"create --bundle '{Bundle.Folder}' {id}");
        Assert.True(again.ExitCode == 0, $"{injection}: {again}");
        Succeeds(Oci("delete", "--force", id));
        return create.ExitCode == 137;
    }

    private Outcome Traced(string options, string id) =>
        ProgramRun.To(
            "sh",
            [
                "-c",
                $"exec strace -qq -o '{Folder}/trace' {options} '{Crt.Runtime}' --root '{StateRoot}' create --bundle '{Bundle.Folder}' {id} </dev/null >'{OutputFile}' 2>&1",
            ]
        );

    private string[] Calls()
    {
        string id = NewId();
        Succeeds(Traced("", id));
        Succeeds(Oci("delete", "--force", id));
        return
        [
            .. File.ReadLines(Path.Combine(Folder, "trace"))
                .Select(x => x.Split('(')[0])
                .Where(x =>
                    x.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
                ),
        ];
    }
}
