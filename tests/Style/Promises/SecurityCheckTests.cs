using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace ContainerRt.Style.Promises;

/// <summary>docs/security-checks.md: every number once, with tests that exist or with a reason.</summary>
public sealed class SecurityCheckTests
{
    private const string Page = "docs/security-checks.md";

    // first and last numbers of the runs in the project's lists, ../shared/reference/security.md
    private static readonly (string List, int First, int Last)[] s_runs =
    [
        ("SEC", 1, 18),
        ("SEC", 20, 27),
        ("SEC", 30, 37),
        ("SEC", 40, 47),
        ("SEC", 50, 66),
        ("SEC", 70, 82),
        ("SEC", 85, 97),
        ("REL", 1, 58),
    ];

    [Fact]
    public void Every_number_stands_there_once_and_in_order() =>
        Assert.Equal(
            s_runs.SelectMany(x =>
                Enumerable
                    .Range(x.First, x.Last - x.First + 1)
                    .Select(number => $"{x.List}-{number:00}")
            ),
            Rows().Select(x => x.Split('|')[1].Trim())
        );

    [Fact]
    public void Every_number_has_tests_that_exist_or_says_why_it_is_open()
    {
        string[] wrong = [.. Rows().SelectMany(Wrong)];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("| SEC-01 | links | `RunTests.No_such_test` |", false)]
    [InlineData("| SEC-01 | links | soon |", false)]
    [InlineData("| SEC-01 | links | open: |", false)]
    [InlineData("| SEC-01 | links | open: there are no links |", true)]
    public void A_row_without_proof_is_found(string row, bool good) =>
        Assert.Equal(good, !Wrong(row).Any());

    private static IEnumerable<string> Rows() =>
        File.ReadLines(Repository.At(Page))
            .Where(x =>
                x.StartsWith("| SEC-", StringComparison.Ordinal)
                || x.StartsWith("| REL-", StringComparison.Ordinal)
            );

    private static IEnumerable<string> Wrong(string row)
    {
        string proof = row.Split('|')[3].Trim();
        string[] tests = [.. KnownTests.NamedIn(proof)];
        bool open = proof.StartsWith("open: ", StringComparison.Ordinal);
        if (tests.Length == 0 && !open)
        {
            yield return $"neither a test nor a reason: {row}";
        }
        foreach (string test in tests.Where(x => !open && !KnownTests.Contains(x)))
        {
            yield return $"no test has the name {test}: {row}";
        }
    }
}
