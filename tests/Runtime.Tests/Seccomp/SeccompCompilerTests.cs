using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ContainerRt.Runtime.Seccomp;
using ContainerRt.Spec.Runtime;
using CsCheck;
using Xunit;

namespace ContainerRt.Runtime.Tests.Seccomp;

public sealed class SeccompCompilerTests
{
    [Fact]
    public void A_program_gives_every_call_the_verdict_of_the_profile() =>
        Gen.Select(ProfileGenerator.Profile, ProfileGenerator.Call.Array[64])
            .Sample(
                (profile, calls) =>
                {
                    byte[] filter = SeccompCompiler
                        .Compile(profile, SeccompArchitecture.X64)
                        .Filter.ToArray();
                    return calls.All(call =>
                        ProfileOracle.Verdict(profile, call.Arch, call.Number, call.Args)
                        == FilterMachine.Run(filter, call.Arch, call.Number, call.Args)
                    );
                },
                iter: 2000,
                print: sample => Describe(sample.Item1, sample.Item2)
            );

    [Theory]
    [InlineData("SCMP_CMP_NE", 5, 0, "5", "4 6 4294967301")]
    [InlineData("SCMP_CMP_EQ", 5, 0, "4 6 4294967301", "5")]
    [InlineData(
        "SCMP_CMP_LT",
        0x100000005,
        0,
        "4294967301 4294967302 8589934592",
        "0 5 6 4294967300"
    )]
    [InlineData("SCMP_CMP_LE", 0x100000005, 0, "4294967302 8589934592", "0 6 4294967301")]
    [InlineData("SCMP_CMP_GT", 0x100000005, 0, "0 6 4294967301", "4294967302 8589934592")]
    [InlineData("SCMP_CMP_GE", 0x100000005, 0, "0 6 4294967300", "4294967301 8589934592")]
    [InlineData(
        "SCMP_CMP_MASKED_EQ",
        0xff000000ff,
        0x100000002,
        "2 4294967299 8589934594",
        "4294967298 1103806595074"
    )]
    [InlineData("SCMP_CMP_MASKED_EQ", 0xf, 0x10, "0 16 31", "")]
    [InlineData(
        "SCMP_CMP_GE",
        0x8000000000000000,
        0,
        "0 9223372036854775807",
        "9223372036854775808 18446744073709551615"
    )]
    public void An_operator_compares_unsigned_words_of_64_bits(
        string op,
        ulong value,
        ulong two,
        string fails,
        string holds
    )
    {
        LinuxSeccomp profile = Profile(
            Rule(
                "read",
                "SCMP_ACT_LOG",
                new LinuxSeccompArg
                {
                    Index = 1,
                    Op = op,
                    Value = value,
                    ValueTwo = two,
                }
            )
        );
        Assert.All(Numbers(fails), arg => Assert.Equal(0x7fff0000u, Run(profile, 0, 0, arg)));
        Assert.All(Numbers(holds), arg => Assert.Equal(0x7ffc0000u, Run(profile, 0, 0, arg)));
    }

    [Fact]
    public void Conditions_on_different_arguments_all_have_to_hold()
    {
        LinuxSeccomp profile = Profile(Rule("read", "SCMP_ACT_LOG", Equal(0, 1), Equal(1, 2)));
        Assert.Equal(0x7ffc0000u, Run(profile, 0, 1, 2));
        Assert.Equal(0x7fff0000u, Run(profile, 0, 1, 3));
        Assert.Equal(0x7fff0000u, Run(profile, 0, 2, 2));
    }

    [Fact]
    public void An_index_that_comes_twice_makes_one_condition_enough()
    {
        LinuxSeccomp profile = Profile(
            Rule("read", "SCMP_ACT_LOG", Equal(0, 1), Equal(0, 2), Equal(1, 3))
        );
        Assert.Equal(0x7ffc0000u, Run(profile, 0, 1, 0));
        Assert.Equal(0x7ffc0000u, Run(profile, 0, 2, 0));
        Assert.Equal(0x7ffc0000u, Run(profile, 0, 0, 3));
        Assert.Equal(0x7fff0000u, Run(profile, 0, 0, 0));
    }

    [Fact]
    public void The_first_rule_that_holds_decides()
    {
        LinuxSeccomp profile = Profile(
            Rule("read", "SCMP_ACT_LOG", Equal(0, 1)),
            Rule("read", "SCMP_ACT_TRAP"),
            Rule("read", "SCMP_ACT_KILL", Equal(0, 2))
        );
        Assert.Equal(0x7ffc0000u, Run(profile, 0, 1));
        Assert.Equal(0x00030000u, Run(profile, 0, 2));
    }

    [Fact]
    public void Seccomp_off_for_x32_is_not_a_way_around_the_rules()
    {
        LinuxSeccomp profile = Profile(Rule("read", "SCMP_ACT_TRAP"));
        Assert.Equal(0x80000000u, Run(profile, 0x40000000));
        profile.Architectures = ["SCMP_ARCH_X32"];
        Assert.Equal(0x00030000u, Run(profile, 0x40000000));
    }

    [Fact]
    public void A_profile_that_the_kernel_would_not_take_is_refused()
    {
        LinuxSyscall[] rules = Enumerable
            .Range(0, 2000)
            .Select(i => Rule("read", "SCMP_ACT_LOG", Equal(0, (ulong)i)))
            .ToArray();
        ContainerException e = Assert.Throws<ContainerException>(() => Run(Profile(rules), 0));
        Assert.StartsWith(
            "linux.seccomp.syscalls: the filter has ",
            e.Message,
            System.StringComparison.Ordinal
        );
    }

    private static LinuxSeccomp Profile(params LinuxSyscall[] rules) =>
        new() { DefaultAction = "SCMP_ACT_ALLOW", Syscalls = [.. rules] };

    private static LinuxSyscall Rule(string name, string action, params LinuxSeccompArg[] args) =>
        new()
        {
            Names = [name],
            Action = action,
            Args = [.. args],
        };

    private static LinuxSeccompArg Equal(uint index, ulong value) =>
        new()
        {
            Index = index,
            Op = "SCMP_CMP_EQ",
            Value = value,
        };

    private static uint Run(LinuxSeccomp profile, uint number, params ulong[] args) =>
        FilterMachine.Run(
            SeccompCompiler.Compile(profile, SeccompArchitecture.X64).Filter.Span,
            ProfileOracle.X64,
            number,
            args
        );

    private static IEnumerable<ulong> Numbers(string text) =>
        text.Split(' ', System.StringSplitOptions.RemoveEmptyEntries)
            .Select(word => ulong.Parse(word, System.Globalization.CultureInfo.InvariantCulture));

    private static string Describe(LinuxSeccomp profile, SampleCall[] calls)
    {
        byte[] filter = SeccompCompiler.Compile(profile, SeccompArchitecture.X64).Filter.ToArray();
        SampleCall call =
            calls.FirstOrDefault(c =>
                ProfileOracle.Verdict(profile, c.Arch, c.Number, c.Args)
                != FilterMachine.Run(filter, c.Arch, c.Number, c.Args)
            ) ?? calls[0];
        Config config = new() { Linux = new() { Seccomp = profile } };
        return $"call {call.Number:x} of {call.Arch:x} ({string.Join(", ", call.Args)}) in "
            + JsonSerializer.Serialize(config, RuntimeJson.Default.Config);
    }
}
