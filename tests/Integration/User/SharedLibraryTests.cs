using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>The static programs open no shared library (docs/decisions/0004).</summary>
public sealed partial class SharedLibraryTests(BusyboxStore store)
    : UserTest(store.Root),
        IClassFixture<BusyboxStore>
{
    [Fact]
    public void A_whole_run_opens_no_shared_library()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "needs the package strace");
        string trace = Path.Combine(Folder, "trace");
        string strace = "-f -qq -e trace=execve,openat,open,clone,clone3,fork,vfork -e signal=none";
        string crt = $"run --rm -i {BusyboxStore.Image} echo ran";
        Outcome run = ProgramRun.To(
            "strace",
            [.. strace.Split(' '), "-o", trace, Program, .. crt.Split(' ')],
            new RunOptions { Environment = Variables }
        );
        Assert.True(run is { ExitCode: 0, Text: "ran" }, run.ToString());
        HashSet<string> images = [];
        List<string> opened = [];
        Dictionary<string, string> imageOf = [];
        foreach (string line in File.ReadLines(trace))
        {
            string pid = line.Split(' ')[0];
            if (
                Execve().Match(line) is { Success: true } execve
                && !line.Contains(" = -1 ", StringComparison.Ordinal)
            )
            {
                imageOf[pid] = Path.GetFileName(execve.Groups[1].Value);
                _ = images.Add(imageOf[pid]);
            }
            else if (Library().IsMatch(line))
            {
                // a child that has not called execve yet is its parent's program: that is ours too
                opened.Add($"{imageOf.GetValueOrDefault(pid, "before execve")}: {line}");
            }
        }
        // else the attribution above has not understood the trace
        Assert.Superset(new HashSet<string> { "crt", "crt-oci", "containerd-shim-crt-v2" }, images);
        Assert.DoesNotContain("crt-image", images);
        Assert.True(opened.Count == 0, string.Join('\n', opened));
    }

    [GeneratedRegex("execve\\(\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Execve();

    [GeneratedRegex("open(at)?\\(.*\\.so(\\.[0-9.]+)?\"", RegexOptions.None, 1000)]
    private static partial Regex Library();
}
