using ContainerRt.Linux.Terminals;
using Xunit;

namespace ContainerRt.Cli.Tests;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain text, \u00e9\u4e2d\ud83d\ude00", "plain text, \u00e9\u4e2d\ud83d\ude00")]
    [InlineData("\u001b[31mred", "\\x1b[31mred")]
    [InlineData("a\nb\tc\rd", "a\\nb\\tc\\rd")]
    [InlineData("\0\u007f", "\\x00\\x7f")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("\u202e\u2028\u2029\ufeff", "\\u202e\\u2028\\u2029\\ufeff")]
    [InlineData("\udb40\udc01", "\\U000e0001")]
    [InlineData("say \"x\\y\"", "say \"x\\y\"")]
    public void What_could_steer_a_terminal_or_begin_a_line_is_escaped(string text, string shown) =>
        Assert.Equal(shown, SafeText.Of(text));

    [Fact]
    public void Half_of_a_surrogate_pair_is_shown_as_a_replacement() =>
        Assert.Equal("half \ufffd pair", SafeText.Of("half " + '\ud800' + " pair"));

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("sh -c 'x'", "\"sh -c 'x'\"")]
    [InlineData("say \"x\\y\"\n", "\"say \\\"x\\\\y\\\"\\n\"")]
    public void A_word_by_itself_is_quoted_so_that_its_end_is_seen(string text, string shown) =>
        Assert.Equal(shown, SafeText.Quoted(text));
}
