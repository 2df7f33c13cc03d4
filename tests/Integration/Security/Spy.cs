using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Bundles;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.Security;

/// <summary>spy.c: what it sees of processes that come into its container and have not started their program.</summary>
public sealed class Spy
{
    private static readonly Lazy<string> s_program = new(Compile);
    private readonly Dictionary<string, string> _numbers;

    private Spy(string report)
    {
        string[] lines = report.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _numbers = lines
            .Where(line => line.Contains(' ', StringComparison.Ordinal))
            .GroupBy(line => line[..line.LastIndexOf(' ')])
            .ToDictionary(group => group.Key, group => group.First()[(group.Key.Length + 1)..]);
        Text = report;
    }

    public string Text { get; }

    /// <summary>How many processes it has looked at.</summary>
    public long Seen => Number("seen");

    /// <summary>Opens of a file of the host, and other finds.</summary>
    public long Opens => Number("opens");
    public long Environments => Number("environments");
    public long Arguments => Number("arguments");
    public long Memories => Number("memories");
    public long Descriptors => Number("descriptors");

    /// <summary>All capabilities that any of them was permitted.</summary>
    public ulong Privileges =>
        ulong.Parse(_numbers["privileges"], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>What a test gives to a container as its program.</summary>
    public static string Install(TestBundle bundle, string hostFile, string canary)
    {
        File.Copy(s_program.Value, Path.Combine(bundle.Root, "spy"), overwrite: true);
        _ = bundle.Command("/spy", hostFile, canary);
        foreach (string set in (string[])["bounding", "effective", "permitted"])
        {
            bundle.Process["capabilities"]![set]!.AsArray().Add("CAP_SYS_PTRACE");
        }
        return "/spy";
    }

    /// <summary>The program, compiled once.</summary>
    public static string Program => s_program.Value;

    public static bool IsReady(string output) =>
        File.Exists(output)
        && File.ReadAllText(output).StartsWith("ready", StringComparison.Ordinal);

    public static bool HasEnded(string output) =>
        File.ReadAllText(output).Contains("least", StringComparison.Ordinal);

    public static Spy Report(string output) => new(File.ReadAllText(output));

    /// <summary>Nothing of the host in any process, and it did look.</summary>
    public void FoundNothing(int atLeast)
    {
        Assert.True(Seen >= atLeast, Text);
        bool nothing =
            Opens == 0
            && Environments == 0
            && Arguments == 0
            && Memories == 0
            && Descriptors == 0
            && Number("bytes") > 0;
        Assert.True(nothing, Text);
    }

    private long Number(string name) => long.Parse(_numbers[name], CultureInfo.InvariantCulture);

    private static string Compile()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "needs gcc: compiles the spy");
        string source = Path.Combine(Crt.Top, "tests/Integration/Security/spy.c");
        string folder = Directory.CreateDirectory(Path.Combine(Crt.Top, "out/tests")).FullName;
        string program = Path.Combine(folder, "spy");
        Outcome outcome = ProgramRun.To(
            "gcc",
            ["-static", "-Wall", "-Wextra", "-Werror", "-O2", "-o", program, source]
        );
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return program;
    }
}
