using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>inodes.c: tries to change what a container sees, and compares what the host has.</summary>
public static class Inodes
{
    private static readonly Lazy<string> s_program = new(Compile);

    /// <summary>Static, so that it runs in any root.</summary>
    public static string Program
    {
        get
        {
            Assert.SkipUnless(
                File.Exists("/usr/bin/gcc"),
                "needs gcc: compiles the program that tries to change inodes"
            );
            return s_program.Value;
        }
    }

    /// <summary>The host's inodes below some directories. The kernel's own files are looked at through a new procfs.</summary>
    public static string[] List(params string[] paths) =>
        [.. Host("list", [.. paths, "/proc"], "").Split('\n').Where(x => x.Length > 0)];

    /// <summary>What has been changed since; afterwards it is as it was.</summary>
    public static string[] Changed(string[] before, params string[] paths)
    {
        HashSet<string> now = [.. List(paths)];
        string[] changed = [.. before.Where(x => !now.Contains(x))];
        HashSet<string> names = [.. now.Select(Name)];
        // what has gone meanwhile was not changed by anybody
        changed = [.. changed.Where(x => names.Contains(Name(x)))];
        if (changed.Length > 0)
        {
            _ = Host("mend", [], string.Join('\n', changed) + "\n");
        }
        return changed;
    }

    /// <summary>Device numbers of what is mounted on the host, as `MAJOR:MINOR`.</summary>
    public static HashSet<string> HostDevices() =>
        [.. File.ReadLines("/proc/self/mountinfo").Select(x => x.Split(' ')[2])];

    public static string DeviceOf(string path)
    {
        ulong device = ulong.Parse(
            ProgramRun.To("stat", ["-c", "%d", path]).Text,
            CultureInfo.InvariantCulture
        );
        return $"{device >> 8 & 0xfff}:{device & 0xff | device >> 12 & 0xfff00}";
    }

    private static string Name(string line) => line.Split(' ', 5)[4];

    private static string Host(string verb, string[] paths, string input)
    {
        string[] own = ["--mount", "--pid", "--fork", "--mount-proc"];
        Outcome outcome = ProgramRun.To(
            "unshare",
            [.. own, Program, verb, .. paths],
            new RunOptions { Input = input }
        );
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return outcome.Output;
    }

    private static string Compile()
    {
        string source = Path.Combine(Crt.Top, "tests/Integration/Security/inodes.c");
        string folder = Directory.CreateDirectory(Path.Combine(Crt.Top, "out/tests")).FullName;
        string program = Path.Combine(folder, "inodes");
        Outcome outcome = ProgramRun.To(
            "gcc",
            ["-static", "-Wall", "-Wextra", "-Werror", "-O1", "-o", program, source]
        );
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return program;
    }
}
