using System;
using System.Linq;
using ContainerRt.Linux.Native;
using Xunit;

namespace ContainerRt.Abi;

/// <summary>Everything declared for the kernel equals what gcc reads in this machine's headers.</summary>
public sealed class AbiTests(ITestOutputHelper output)
{
    public static TheoryData<string> Types()
    {
        var names = new TheoryData<string>();
        foreach (Type type in DeclaredTypes.In(typeof(Sys).Assembly))
        {
            names.Add(type.FullName!);
        }
        return names;
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_declaration_equals_the_C_header(string name)
    {
        Type type = typeof(Sys).Assembly.GetType(name, throwOnError: true)!;
        CheckedDeclarations checkedNow = Check(type);
        foreach (string missing in checkedNow.NotInHeaders)
        {
            output.WriteLine($"not in this machine's headers: {missing}");
        }
        Assert.True(checkedNow.Failures.Count == 0, string.Join('\n', checkedNow.Failures));
        Assert.True(checkedNow.Assertions > 0, $"{name} carries CHeader and declares nothing");
    }

    [Fact]
    public void Most_constants_are_in_the_headers_so_that_the_check_means_something()
    {
        var all = DeclaredTypes.In(typeof(Sys).Assembly).Select(Check).ToList();
        int total = all.Sum(x => x.Assertions);
        int missing = all.Sum(x => x.NotInHeaders.Count);
        output.WriteLine($"{total} declarations, {missing} not in this machine's headers");
        Assert.True(missing * 5 < total, $"{missing} of {total} declarations could not be checked");
    }

    [Fact]
    public void A_wrong_constant_is_found() =>
        Assert.Contains(
            Check(typeof(Samples.WrongConstant)).Failures,
            x => x.Contains("O_CLOEXEC", StringComparison.Ordinal)
        );

    [Fact]
    public void A_wrong_size_is_found() =>
        Assert.Contains(
            Check(typeof(Samples.open_how)).Failures,
            x => x.Contains("sizeof", StringComparison.Ordinal)
        );

    [Fact]
    public void A_wrong_offset_is_found() =>
        Assert.Contains(
            Check(typeof(Samples.clone_args)).Failures,
            x => x.Contains("offsetof", StringComparison.Ordinal)
        );

    [Fact]
    public void A_constant_that_no_header_has_is_listed_and_does_not_fail()
    {
        CheckedDeclarations checkedNow = Check(typeof(Samples.TooNew));
        Assert.Empty(checkedNow.Failures);
        Assert.Contains(
            checkedNow.NotInHeaders,
            x => x.Contains("O_FROM_THE_FUTURE", StringComparison.Ordinal)
        );
    }

    private static CheckedDeclarations Check(Type type) => CCompiler.Check(CProgram.For(type));
}
