using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ContainerRt.Runtime.Cgroups;
using ContainerRt.Spec.Runtime;
using CsCheck;
using Xunit;

namespace ContainerRt.Runtime.Tests.Cgroups;

/// <summary>The program of a device list against the list itself, letter by letter.</summary>
public sealed class DeviceProgramOracleTests
{
    // the last two are more than dev_t holds: no device has them, and 4096 * 2^20 must not turn into 0
    private static readonly Gen<long?> Number = Gen.Int[-2, 5]
        .Select(n =>
            n switch
            {
                -2 => (long?)null,
                4 => 0x1000,
                5 => 0x100000,
                _ => n,
            }
        );

    private static readonly Gen<LinuxDeviceCgroup> Rule = Gen.Select(
        Gen.Bool,
        Gen.Int[0, 4],
        Number,
        Number,
        Gen.Int[0, 7],
        (allow, type, major, minor, letters) =>
            new LinuxDeviceCgroup
            {
                Allow = allow,
                Type = new[] { null, "", "a", "b", "c" }[type],
                Major = major,
                Minor = minor,
                Access = Letters(letters),
            }
    );

    /// <summary>access of BPF_DEVCG_ACC_*, type of BPF_DEVCG_DEV_*, major, minor</summary>
    private static readonly Gen<(int Access, int Type, int Major, int Minor)> Access = Gen.Select(
        Gen.Int[1, 7],
        Gen.Int[1, 2],
        Gen.Int[0, 4],
        Gen.Int[0, 4]
    );

    [Fact]
    public void A_program_allows_what_the_last_matching_rules_allow() =>
        Gen.Select(Rule.List[0, 12], Access.Array[50])
            .Sample(
                (rules, accesses) =>
                {
                    byte[] program = DeviceProgram.Compile(rules);
                    return IsReachedThroughout(program)
                        && accesses.All(a => Allows(rules, a) == (Run(program, a) == 1));
                },
                iter: 5000,
                print: sample =>
                    JsonSerializer.Serialize(
                        new Config
                        {
                            Linux = new() { Resources = new() { Devices = sample.Item1 } },
                        },
                        RuntimeJson.Default.Config
                    ) + string.Join(' ', sample.Item2)
            );

    /// <summary>Every letter that is asked for is decided by the last rule that speaks of it.</summary>
    private static bool Allows(
        List<LinuxDeviceCgroup> rules,
        (int Access, int Type, int Major, int Minor) a
    ) =>
        "mrw"
            .Where((_, bit) => (a.Access & 1 << bit) != 0)
            .All(letter =>
                rules
                    .LastOrDefault(rule =>
                        (rule.Type is null or "" or "a" || rule.Type == (a.Type == 1 ? "b" : "c"))
                        && (rule.Major is null or -1 || rule.Major == a.Major)
                        && (rule.Minor is null or -1 || rule.Minor == a.Minor)
                        && (
                            string.IsNullOrEmpty(rule.Access)
                            || rule.Access.Contains(letter, StringComparison.Ordinal)
                        )
                    )
                    ?.Allow == true
            );

    /// <summary>The verifier refuses a program with an instruction that no path leads to.</summary>
    private static bool IsReachedThroughout(byte[] program)
    {
        int count = program.Length / 8;
        bool[] reached = new bool[count + 1];
        reached[0] = true;
        for (int pc = 0; pc < count; pc++)
        {
            byte operation = program[pc * 8];
            int target =
                pc + 1 + BinaryPrimitives.ReadInt16LittleEndian(program.AsSpan((pc * 8) + 2));
            bool jumps = operation is 0x05 or 0x56 or 0x46;
            reached[pc + 1] |= reached[pc] && operation is not (0x05 or 0x95);
            if (jumps)
            {
                reached[target] |= reached[pc];
            }
        }
        return !reached.AsSpan(0, count).Contains(false) && !reached[count];
    }

    private static string Letters(int bits) =>
        string.Concat("mrw".Where((_, bit) => (bits & 1 << bit) != 0));

    /// <summary>Runs eBPF, instruction-set.rst of the kernel: what the compiler uses of it.</summary>
    private static ulong Run(
        ReadOnlySpan<byte> program,
        (int Access, int Type, int Major, int Minor) a
    )
    {
        uint[] context = [(uint)(a.Access << 16 | a.Type), (uint)a.Major, (uint)a.Minor];
        ulong[] registers = new ulong[11];
        for (int pc = 0; ; pc++)
        {
            ReadOnlySpan<byte> at = program.Slice(pc * 8, 8);
            int target = at[1] & 0xf;
            short offset = BinaryPrimitives.ReadInt16LittleEndian(at[2..]);
            uint value = BinaryPrimitives.ReadUInt32LittleEndian(at[4..]);
            uint word = (uint)(registers[target] & uint.MaxValue);
            switch (at[0])
            {
                case 0x61 when at[1] >> 4 == 1:
                    registers[target] = context[offset / 4];
                    break;
                case 0x54 or 0x74 or 0x4c or 0xbc or 0x64:
                    registers[target] = Word(at[0], word, (uint)registers[at[1] >> 4], value);
                    break;
                case 0xb7:
                    registers[target] = (ulong)
                        (long)BinaryPrimitives.ReadInt32LittleEndian(at[4..]);
                    break;
                case 0x05:
                    pc += offset;
                    break;
                case 0x56:
                    pc += word != value ? offset : 0;
                    break;
                case 0x46:
                    pc += (word & value) != 0 ? offset : 0;
                    break;
                case 0x95:
                    return registers[0];
                default:
                    throw new InvalidOperationException($"instruction {at[0]:x} at {pc}");
            }
        }
    }

    private static uint Word(byte operation, uint word, uint other, uint value) =>
        operation switch
        {
            0x54 => word & value,
            0x74 => word >> (int)value,
            0x4c => word | other,
            0xbc => other,
            _ => word << (int)value,
        };
}
