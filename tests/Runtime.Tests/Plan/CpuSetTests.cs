using System.Linq;
using ContainerRt.Runtime.Plan;
using CsCheck;
using Xunit;

namespace ContainerRt.Runtime.Tests.Plan;

public sealed class CpuSetTests
{
    [Theory]
    [InlineData("0", 0x1UL)]
    [InlineData("0-3,7", 0x8FUL)]
    [InlineData("63", 0x8000000000000000UL)]
    [InlineData("1, 3-3", 0xAUL)]
    public void A_list_of_processors_is_a_set_of_bits(string list, ulong first)
    {
        ulong[] words = CpuSet.Parse(list)!;
        Assert.Equal(first, words[0]);
        Assert.All(words[1..], word => Assert.Equal(0UL, word));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("3-1")]
    [InlineData("-1")]
    [InlineData("1-")]
    [InlineData("0-1-2")]
    [InlineData("8192")]
    [InlineData("0-99999999999")]
    [InlineData("0x1")]
    [InlineData("a")]
    public void What_is_no_list_is_refused(string list) => Assert.Null(CpuSet.Parse(list));

    [Fact]
    public void Every_processor_of_a_list_is_in_the_set_and_no_other() =>
        Gen.Int[0, CpuSet.Most - 1]
            .Array[1, 20]
            .Sample(processors =>
            {
                ulong[] words = CpuSet.Parse(string.Join(',', processors))!;
                int[] found =
                [
                    .. Enumerable
                        .Range(0, CpuSet.Most)
                        .Where(cpu => (words[cpu / 64] >> (cpu % 64) & 1) != 0),
                ];
                return found.SequenceEqual(processors.Distinct().Order());
            });
}
