using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using ContainerRt.Style.Rules;
using Xunit;

namespace ContainerRt.Style.Promises;

/// <summary>docs/kernel-features.md knows every optional feature, and each has a test in which it is missing.</summary>
public sealed partial class KernelFeatureTests
{
    private const string Page = "docs/kernel-features.md";

    // numbers of x86-64 grow with time: finit_module, 313, came with Linux 3.8
    private const int NewestOldCall = 313;

    [Fact]
    public void Every_row_has_feature_since_use_fallback_and_tests() =>
        None(Rows().SelectMany(Wrong));

    [Theory]
    [InlineData(
        "| clone3 | 5.3 | making the child | none | `NoFallbackTests.No_such_test` |",
        "no test"
    )]
    [InlineData("| clone3 | 5.3 | making the child | none |", "not five")]
    [InlineData(
        "| fchmodat2 | 6.6 | modes | a name in /proc | later |",
        "neither a test nor a reason"
    )]
    [InlineData("| fchmodat2 | 6.6 | modes | a name in /proc | - a flag in a struct |", null)]
    public void A_row_without_proof_is_found(string row, string? expected)
    {
        string[] wrong = [.. Wrong(row)];
        Assert.Equal(expected is null ? 0 : 1, wrong.Length);
        Assert.All(wrong, x => Assert.Contains(expected!, x, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_newer_system_call_that_the_sources_make_has_a_row()
    {
        string features = string.Join('\n', Rows().Select(x => x.Split('|')[1]));
        string[] used = [.. Uses(NumberUse()).Distinct()];
        Assert.Contains("openat2", used);
        None(
            NewerCalls()
                .Intersect(used)
                .Where(x => !Regex.IsMatch(features, $@"\b{x}\b"))
                .Select(x => $"{x}: no row in {Page}")
        );
    }

    [Fact]
    public void Every_constant_and_file_of_a_feature_that_the_sources_use_is_on_the_page()
    {
        string page = File.ReadAllText(Repository.At(Page));
        string[] used = [.. Uses(Constant()).Concat(Uses(ControlFile())).Distinct()];
        Assert.Contains("PR_SET_CHILD_SUBREAPER", used);
        Assert.Contains("cgroup.kill", used);
        None(
            used.Where(x => !Regex.IsMatch(page, $@"\b{Regex.Escape(x)}\b"))
                .Select(x => $"{x}: not in {Page}")
        );
    }

    private static IEnumerable<string> Rows() =>
        File.ReadLines(Repository.At(Page))
            .Where(x => x.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1);

    private static IEnumerable<string> Wrong(string row)
    {
        string[] cells = row.Trim().Trim('|').Split('|');
        if (cells.Length != 5 || cells.Any(string.IsNullOrWhiteSpace))
        {
            yield return $"not five cells: {row}";
            yield break;
        }
        string[] tests = [.. KnownTests.NamedIn(cells[4])];
        // a reason begins with a dash: what a filter cannot see, or what the kernel cannot be without
        if (tests.Length == 0 && !cells[4].Trim().StartsWith("- ", StringComparison.Ordinal))
        {
            yield return $"neither a test nor a reason: {row}";
        }
        foreach (string test in tests.Where(x => !KnownTests.Contains(x)))
        {
            yield return $"no test has the name {test}: {row}";
        }
    }

    // the part of the table that is for x86-64
    private static IEnumerable<string> NewerCalls() =>
        NumberDefinition()
            .Matches(File.ReadAllText(Repository.At("src/Linux/Native/NR.cs")).Split("#else")[1])
            .Where(x =>
                int.Parse(x.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)
                > NewestOldCall
            )
            .Select(x => x.Groups[1].Value);

    private static IEnumerable<string> Uses(Regex what) =>
        Repository
            .CSharpFiles("src")
            .Select(SourceFile.Read)
            .Where(x => !x.IsBelow("src/Linux/Native", "src/Runtime/Seccomp"))
            .SelectMany(x => x.Lines)
            .SelectMany(x => what.Matches(x))
            .Select(x => x.Groups[1].Value);

    private static void None(IEnumerable<string> wrong)
    {
        string[] all = [.. wrong];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    [GeneratedRegex(@"\bNR\.(\w+)", RegexOptions.None, 1000)]
    private static partial Regex NumberUse();

    [GeneratedRegex(@"const int (\w+) = (\d+);", RegexOptions.None, 1000)]
    private static partial Regex NumberDefinition();

    [GeneratedRegex(
        @"\b((?:PR_|CLONE_NEW|RESOLVE_|SECCOMP_FILTER_FLAG_|BPF_PROG_|MOUNT_ATTR_|MFD_ALLOW_|F_SEAL_|F_ADD_|STATX_)[A-Z][A-Z_]+|CLONE_(?:PIDFD|INTO_CGROUP)|FSCONFIG_(?:SET|CMD)_\w+|TIOC\w+|P_PIDFD)\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Constant();

    // as a string: "memory.swap.max"
    [GeneratedRegex(
        @"""((?:cgroup|cpu|memory|pids|io|cpuset|hugetlb|rdma|misc)\.(?!limit\b|containerd)[a-z.]*[a-z](?:_[a-z]+)?)[""]",
        RegexOptions.None,
        1000
    )]
    private static partial Regex ControlFile();
}
