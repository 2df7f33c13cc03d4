using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace ContainerRt.Style.Rules;

/// <summary>Each rule on each source, and each rule on a sample that breaks it.</summary>
public sealed class SourceRuleTests(ITestOutputHelper output)
{
    private const int MaxMedian = 120;

    private static readonly Lazy<SourceFile[]> s_sources = new(() =>
        [
            .. Repository
                .CSharpFiles("src")
                .Concat(Repository.CSharpFiles("tests"))
                .Select(SourceFile.Read),
        ]
    );

    public static TheoryData<string> Rules => [.. SourceRules.All.Select(x => x.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_source_keeps_it(string rule)
    {
        string[] broken = [.. s_sources.Value.SelectMany(SourceRules.Named(rule).Broken)];
        Assert.True(broken.Length == 0, $"{rule}:\n{string.Join('\n', broken)}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_sample_that_breaks_it_is_found_and_one_that_keeps_it_is_not(string rule)
    {
        SourceRule tried = SourceRules.Named(rule);
        Assert.NotEmpty(tried.Broken(tried.Breaking));
        Assert.Empty(tried.Broken(tried.Keeping));
    }

    [Fact]
    public void The_median_file_has_at_most_120_lines()
    {
        int median = Median(s_sources.Value.Where(x => x.IsBelow("src")));
        output.WriteLine($"the median file of src has {median} lines");
        Assert.InRange(median, 1, MaxMedian);
    }

    [Fact]
    public void An_interface_has_at_least_two_implementations()
    {
        string[] lonely = [.. Interfaces.WithFewImplementations(s_sources.Value)];
        Assert.True(lonely.Length == 0, string.Join('\n', lonely));
    }

    [Theory]
    [InlineData("interface ISample { } class A : ISample { }", true)]
    [InlineData("interface ISample { } class A : ISample { } class B : Base, ISample { }", false)]
    [InlineData("interface ISample<T> { } class A : ISample<int> { }", true)]
    public void An_interface_with_one_implementation_is_found(string text, bool found) =>
        Assert.Equal(found, Interfaces.WithFewImplementations([SourceRules.Sample(text)]).Any());

    private static int Median(IEnumerable<SourceFile> files)
    {
        int[] sizes = [.. files.Select(x => x.Lines.Length).Order()];
        return sizes[sizes.Length / 2];
    }
}
