using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit;

namespace ContainerRt.SpecConformance.Matrix;

/// <summary>Nothing is lost between the rows, the tests and the list of known failures.</summary>
public sealed class RowTests
{
    private static readonly string[] _levels =
    [
        "MUST",
        "MUST NOT",
        "SHOULD",
        "SHOULD NOT",
        "REQUIRED",
    ];

    private static IEnumerable<string> Tested =>
        typeof(RowTests)
            .Assembly.GetTypes()
            .SelectMany(x => x.GetMethods())
            .Select(x => x.GetCustomAttribute<MustAttribute>()?.Id)
            .OfType<string>();

    [Fact]
    public void An_id_names_one_row() =>
        Assert.Empty(
            Requirements.All.GroupBy(x => x.Id).Where(x => x.Count() > 1).Select(x => x.Key)
        );

    [Fact]
    public void A_row_that_applies_has_one_test_and_no_other_row_has_one() =>
        Assert.Equal(
            Requirements.All.Where(x => x.IsTested).Select(x => x.Id).Order(),
            Tested.Order()
        );

    [Fact]
    public void A_row_without_a_test_says_why() =>
        Assert.Empty(
            Requirements
                .All.Where(x => !x.IsTested)
                .Where(x => x.Applies.Split(": ", 2) is not ["no" or "open", { Length: > 5 }])
                .Select(x => x.Id)
        );

    [Fact]
    public void A_row_names_a_section_and_a_level() =>
        Assert.Empty(
            Requirements
                .All.Where(x => x.Section.Split(".md#") is not [{ Length: > 0 }, { Length: > 0 }])
                .Concat(Requirements.All.Where(x => !_levels.Contains(x.Level)))
                .Select(x => x.Id)
        );

    [Fact]
    public void A_known_failure_is_one_of_a_row_with_a_test() =>
        Assert.Empty(
            KnownFailures.All.Select(x => x.Id).Except(Tested).Select(x => $"{x} has no test")
        );
}
