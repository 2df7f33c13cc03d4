using System;
using ContainerRt.Runtime.Plan;
using Xunit;

namespace ContainerRt.Runtime.Tests.Plan;

public sealed class ProcessEnvironmentTests
{
    [Theory]
    [InlineData("A=1 B=2 A=3", "B=2 A=3 HOME=/h")]
    [InlineData("A= A=1=2", "A=1=2 HOME=/h")]
    [InlineData("HOME=/x A=1", "HOME=/x A=1")]
    [InlineData("HOME= A=1", "A=1 HOME=/h")]
    [InlineData("HOME=/x HOME=", "HOME=/h")]
    [InlineData("", "HOME=/h")]
    public void Of_each_name_the_last_counts_and_an_empty_home_is_none(
        string set,
        string expected
    ) =>
        Assert.Equal(
            expected,
            string.Join(' ', new ProcessEnvironment(Words(set)).WithHome("/h").ToList())
        );

    [Fact]
    public void A_variable_can_be_taken_away_and_set_again()
    {
        ProcessEnvironment environment = new("A=1", "B=2");
        environment.Unset("A");
        environment.Unset("C");
        Assert.Null(environment.ValueOf("A"));
        environment.Set("A=");
        Assert.Equal("", environment.ValueOf("A"));
        Assert.Equal(["B=2", "A="], environment.ToList());
    }

    private static string[] Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
