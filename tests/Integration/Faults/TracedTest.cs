using System;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Oci;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Faults;

/// <summary>Lets a verb fail, or die, at one of its system calls, by strace's injection.</summary>
public abstract class TracedTest : OciTest
{
    protected TracedTest() =>
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "needs the package strace");

    /// <summary>The system calls of a command that ends well, in order.</summary>
    protected string[] CallsOf(string command)
    {
        Succeeds(Traced("", command));
        return
        [
            .. File.ReadLines(Path.Combine(Folder, "trace"))
                .Select(x => x.Split('(')[0])
                .Where(x =>
                    x.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
                ),
        ];
    }

    /// <summary>strace counts the calls of one number: a place in the trace is a name and how often it has come before.</summary>
    protected static string At(string[] calls, int place, string effect) =>
        $"-e inject={calls[place]}:{effect}:when={calls.Take(place + 1).Count(x => x == calls[place])}";

    /// <summary>stdio is files: what is left behind would hold a pipe.</summary>
    protected Outcome Traced(string options, string command) =>
        ProgramRun.To(
            "sh",
            [
                "-c",
                $"strace -qq -o '{Folder}/trace' {options} '{Crt.Runtime}' --root '{StateRoot}' {command} </dev/null >'{OutputFile}' 2>'{OutputFile}.err'; code=$?; cat '{OutputFile}.err' >&2; exit $code",
            ]
        );

    protected string CreateOf(string id) => $"create --bundle '{Bundle.Folder}' {id}";

    /// <summary>Whatever is there: list and state say something sensible, delete takes it away, and the id is free again.</summary>
    protected void IsUsableAgain(string id, string what)
    {
        Succeeds(Oci("list"));
        Outcome state = Oci("state", id);
        Assert.True(state.ExitCode == 0 || state.Errors.Length > 0, state.ToString());
        Succeeds(Oci("delete", "--force", id));
        Assert.False(Directory.Exists(Path.Combine(StateRoot, id)), what);
        Outcome again = Detached(CreateOf(id));
        Assert.True(again.ExitCode == 0, $"{what}: {again}");
        Succeeds(Oci("delete", "--force", id));
    }
}
