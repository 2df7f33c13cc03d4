using System.Collections.Generic;
using System.Linq;
using ContainerRt.Runtime.Plan;
using Xunit;

namespace ContainerRt.Runtime.Tests.Plan;

public sealed class LongOptionsTests
{
    private static readonly string s_layer = "/" + new string('l', 200);

    [Theory]
    [InlineData("A:A", "lowerdir+=A lowerdir+=A")]
    [InlineData("A:b:/c d", "lowerdir+=A lowerdir+=b lowerdir+=/c d")]
    [InlineData("A:A::b::c", "lowerdir+=A lowerdir+=A datadir+=b datadir+=c")]
    [InlineData("A\\:x:A\\\\y", "lowerdir+=A:x lowerdir+=A\\y")]
    public void Lower_directories_are_given_one_by_one(string layers, string expected)
    {
        string text = layers.Replace("A", s_layer, System.StringComparison.Ordinal);
        List<KeyValuePair<string, string?>> split = LongOptions.Split(
            "overlay",
            [new("source", "overlay"), new("lowerdir", text), new("volatile", null)]
        );
        Assert.Equal(
            $"source=overlay {expected.Replace("A", s_layer, System.StringComparison.Ordinal)} volatile=",
            string.Join(' ', split.Select(x => $"{x.Key}={x.Value}"))
        );
    }

    [Fact]
    public void What_does_not_get_short_by_that_stays_as_it_is()
    {
        List<KeyValuePair<string, string?>> options = [new("lowerdir", $"{s_layer}{s_layer}:/b")];
        Assert.Same(options, LongOptions.Split("overlay", options));
        Assert.Same(options, LongOptions.Split("tmpfs", options));
    }

    // bytes, not letters
    [Theory]
    [InlineData("x", 255, false)]
    [InlineData("x", 256, true)]
    [InlineData("ü", 127, false)]
    [InlineData("ü", 128, true)]
    public void An_option_is_long_from_256_bytes_on(string letter, int count, bool isLong)
    {
        string text = string.Concat(Enumerable.Repeat(letter, count));
        Assert.Equal(isLong, LongOptions.Has([new("a", text)]));
        Assert.Equal(isLong, LongOptions.Has([new(text, null)]));
    }

    [Fact]
    public void A_page_is_the_most_that_the_older_call_takes()
    {
        List<KeyValuePair<string, string?>> options = [new("source", s_layer)];
        options.Add(new("a", new string('x', 4093)));
        Assert.Equal(4095, LongOptions.Joined(options)!.Length);
        Assert.True(LongOptions.Fit("tmpfs", options));
        options.Add(new("b", null));
        Assert.Null(LongOptions.Joined(options));
        Assert.False(LongOptions.Fit("tmpfs", options));
        Assert.Equal(
            "a=1,b",
            LongOptions.Joined([new("source", "s"), new("a", "1"), new("b", null)])
        );
    }
}
