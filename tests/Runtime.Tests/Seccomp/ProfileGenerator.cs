using System.Collections.Generic;
using System.Linq;
using ContainerRt.Spec.Runtime;
using CsCheck;

namespace ContainerRt.Runtime.Tests.Seccomp;

/// <summary>Profiles and calls that meet: few calls, few arguments, and values from one small pool.</summary>
internal static class ProfileGenerator
{
    private static readonly string[] Actions =
    [
        "SCMP_ACT_KILL",
        "SCMP_ACT_KILL_THREAD",
        "SCMP_ACT_KILL_PROCESS",
        "SCMP_ACT_TRAP",
        "SCMP_ACT_ERRNO",
        "SCMP_ACT_TRACE",
        "SCMP_ACT_LOG",
        "SCMP_ACT_ALLOW",
    ];

    // halves that are equal, one apart, or at the ends: where a comparison in two words goes wrong
    private static readonly Gen<ulong> Word = Pick<ulong>(
        0,
        1,
        2,
        3,
        0x7fffffff,
        0x80000000,
        0xfffffffe,
        0xffffffff
    );

    private static readonly Gen<ulong> Value = Gen.Frequency(
        (8, Gen.Select(Word, Word, (high, low) => high << 32 | low)),
        (1, Gen.ULong)
    );

    private static readonly Gen<LinuxSeccompArg> Argument = Gen.Select(
        Gen.Frequency((6, Gen.UInt[0, 1]), (1, Gen.UInt[0, 5])),
        Pick(
            "SCMP_CMP_NE",
            "SCMP_CMP_LT",
            "SCMP_CMP_LE",
            "SCMP_CMP_EQ",
            "SCMP_CMP_GE",
            "SCMP_CMP_GT",
            "SCMP_CMP_MASKED_EQ"
        ),
        Value,
        Value,
        Gen.Int[0, 3],
        (index, op, value, two, reachable) =>
            new LinuxSeccompArg
            {
                Index = index,
                Op = op,
                Value = value,
                ValueTwo = reachable > 0 ? two & value : two,
            }
    );

    private static readonly Gen<LinuxSyscall> Rule = Gen.Select(
        Pick((string[])[.. KnownCall.All.Select(call => call.Name)]).List[1, 4],
        Pick((string[])[.. Actions, "SCMP_ACT_NOTIFY"]),
        Gen.UInt[0, 65535],
        Gen.Frequency((1, Gen.Const(new List<LinuxSeccompArg>())), (3, Argument.List[1, 4])),
        (names, action, errno, args) =>
            new LinuxSyscall
            {
                Names = names,
                Action = action,
                ErrnoRet = ErrnoOf(action, errno),
                Args = args,
            }
    );

    public static Gen<LinuxSeccomp> Profile { get; } =
        Gen.Select(
            Pick(Actions),
            Gen.UInt[0, 65535],
            Pick("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32").List[0, 3],
            Rule.List[0, 40],
            (action, errno, architectures, rules) =>
                new LinuxSeccomp
                {
                    DefaultAction = action,
                    DefaultErrnoRet = ErrnoOf(action, errno),
                    Architectures = architectures,
                    Syscalls = rules,
                }
        );

    public static Gen<SampleCall> Call { get; } =
        Gen.Select(
            Gen.Frequency(
                (6, Gen.Const(ProfileOracle.X64)),
                (3, Gen.Const(ProfileOracle.X86)),
                (1, Pick(0xc00000b7u, 0u))
            ),
            Pick(
                (int[])[.. KnownCall.All.SelectMany(call => (int[])[call.X64, call.X86, call.X32])]
            ),
            Gen.Frequency((8, Gen.Const(0L)), (1, Pick(1L, -1L, 500L))),
            Gen.Frequency((4, Gen.Const(0L)), (2, Gen.Const(0x40000000L))),
            Value.Array[6],
            (arch, number, off, x32, args) =>
                new SampleCall(arch, (uint)(number + off + x32 & uint.MaxValue), args)
        );

    private static Gen<T> Pick<T>(params T[] items) =>
        Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static uint? ErrnoOf(string action, uint errno) =>
        action is "SCMP_ACT_ERRNO" or "SCMP_ACT_TRACE" ? (errno % 3 == 0 ? null : errno) : null;
}
