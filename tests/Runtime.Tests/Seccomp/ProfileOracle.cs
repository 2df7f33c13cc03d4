using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Tests.Seccomp;

/// <summary>The verdict of a profile by the words of config-linux.md#seccomp, without any program.</summary>
/// <remarks>
/// What crt adds to them: a call that is newer than all that the profile names gets ENOSYS where the
/// default would refuse it; an ABI that is not listed is killed; a 32-bit ABI has arguments of 32 bits.
/// </remarks>
internal static class ProfileOracle
{
    public const uint X64 = 0xc000003e;
    public const uint X86 = 0x40000003;
    private const uint X32Bit = 0x40000000;
    private const uint KillProcess = 0x80000000;
    private const uint NoSuchCall = 0x00050026;

    public static uint Verdict(
        LinuxSeccomp profile,
        uint arch,
        uint number,
        ReadOnlySpan<ulong> args
    )
    {
        bool listedX86 = profile.Architectures?.Contains("SCMP_ARCH_X86") == true;
        bool listedX32 = profile.Architectures?.Contains("SCMP_ARCH_X32") == true;
        uint otherwise = Action(profile.DefaultAction!, profile.DefaultErrnoRet);
        if (arch == X86)
        {
            return listedX86
                ? Verdict(profile, call => call.X86, number, args, narrow: true)
                : KillProcess;
        }
        if (arch != X64)
        {
            return KillProcess;
        }
        if (number < X32Bit)
        {
            return Verdict(profile, call => call.X64, number, args, narrow: false);
        }
        return listedX32 ? Verdict(profile, call => call.X32, number - X32Bit, args, narrow: false)
            // -1 is what a tracer leaves behind when it skips a call
            : number == uint.MaxValue ? otherwise
            : KillProcess;
    }

    private static uint Verdict(
        LinuxSeccomp profile,
        Func<KnownCall, int> numberOf,
        uint number,
        ReadOnlySpan<ulong> args,
        bool narrow
    )
    {
        uint otherwise = Action(profile.DefaultAction!, profile.DefaultErrnoRet);
        List<LinuxSyscall> rules = profile.Syscalls ?? [];
        int newest = rules.SelectMany(rule => rule.Names!).Select(Number).Append(-1).Max();
        foreach (LinuxSyscall rule in rules)
        {
            if (rule.Names!.Any(name => Number(name) == number) && Holds(rule, args, narrow))
            {
                return Action(rule.Action!, rule.ErrnoRet);
            }
        }
        bool passes =
            profile.DefaultAction is "SCMP_ACT_ALLOW" or "SCMP_ACT_LOG" or "SCMP_ACT_TRACE";
        return newest >= 0 && number > newest && !passes ? NoSuchCall : otherwise;

        int Number(string name) => numberOf(KnownCall.Find(name));
    }

    /// <summary>All conditions, or any of them when an index comes twice.</summary>
    private static bool Holds(LinuxSyscall rule, ReadOnlySpan<ulong> args, bool narrow)
    {
        List<LinuxSeccompArg> tests = rule.Args ?? [];
        bool any = tests.DistinctBy(test => test.Index).Count() < tests.Count;
        int holding = 0;
        foreach (LinuxSeccompArg test in tests)
        {
            holding += Holds(test, args[(int)test.Index], narrow ? uint.MaxValue : ulong.MaxValue)
                ? 1
                : 0;
        }
        return any ? holding > 0 : holding == tests.Count;
    }

    private static bool Holds(LinuxSeccompArg test, ulong argument, ulong bits)
    {
        ulong a = argument & bits;
        ulong value = test.Value & bits;
        return test.Op switch
        {
            "SCMP_CMP_NE" => a != value,
            "SCMP_CMP_LT" => a < value,
            "SCMP_CMP_LE" => a <= value,
            "SCMP_CMP_EQ" => a == value,
            "SCMP_CMP_GE" => a >= value,
            "SCMP_CMP_GT" => a > value,
            "SCMP_CMP_MASKED_EQ" => (a & value) == (test.ValueTwo & bits),
            _ => throw new InvalidOperationException(test.Op),
        };
    }

    public static uint Action(string name, uint? errno) =>
        name switch
        {
            "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => 0,
            "SCMP_ACT_KILL_PROCESS" => KillProcess,
            "SCMP_ACT_TRAP" => 0x00030000,
            "SCMP_ACT_ERRNO" => 0x00050000 | (errno ?? 1),
            "SCMP_ACT_TRACE" => 0x7ff00000 | (errno ?? 1),
            "SCMP_ACT_LOG" => 0x7ffc0000,
            "SCMP_ACT_ALLOW" => 0x7fff0000,
            "SCMP_ACT_NOTIFY" => 0x7fc00000,
            _ => throw new InvalidOperationException(name),
        };
}
