using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Cgroups;

/// <summary>
/// linux.resources.devices as eBPF instructions of a BPF_PROG_TYPE_CGROUP_DEVICE. The last rule that
/// speaks of an access decides, so rules are asked from the last to the first; without one: refused.
/// </summary>
/// <remarks>
/// An access asks for several letters at once (open for reading and writing is "rw"). A later rule must
/// cover all of them to allow; a deny of any of them refuses. The program keeps the letters not yet allowed.
/// </remarks>
public static class DeviceProgram
{
    // registers: 1 the context, 2 type, 3 letters not yet decided, 4 major, 5 minor, 6 both numbers
    private const byte LoadWord = 0x61;
    private const byte AndImmediate = 0x54;
    private const byte OrRegister = 0x4c;
    private const byte ShiftLeft = 0x64;
    private const byte ShiftRight = 0x74;
    private const byte SetImmediate = 0xb7;
    private const byte SetRegister = 0xbc;
    private const byte Exit = 0x95;
    private const byte Jump = 0x05;
    private const byte JumpNotEqual = 0x56;
    private const byte JumpAnyBit = 0x46;

    // dev_t in the kernel, kdev_t.h: 12 bits and 20 bits
    private const int MinorBits = 20;
    private const int MostMajor = 0xfff;
    private const int MostMinor = 0xfffff;

    // a jump is 16 bits long; a group is that of the rules of one type
    private const int LongestGroup = 0x7000 * InstructionBytes;
    private const int InstructionBytes = 8;

    private const int Mknod = 1;
    private const int Read = 2;
    private const int Write = 4;
    private const int AllLetters = Mknod | Read | Write;

    /// <exception cref="ContainerException">A rule is wrong; the message names the field.</exception>
    public static byte[] Compile(IReadOnlyList<LinuxDeviceCgroup> rules)
    {
        MemoryStream code = new();
        // struct bpf_cgroup_dev_ctx: access_type = access << 16 | type, major, minor
        Put(code, new Instruction(LoadWord, 2, 1, 0, 0));
        Put(code, new Instruction(LoadWord, 3, 1, 0, 0));
        Put(code, new Instruction(AndImmediate, 2, 0, 0, 0xffff));
        Put(code, new Instruction(ShiftRight, 3, 0, 0, 16));
        Put(code, new Instruction(LoadWord, 4, 1, 4, 0));
        Put(code, new Instruction(LoadWord, 5, 1, 8, 0));
        Put(code, new Instruction(SetRegister, 6, 4, 0, 0));
        Put(code, new Instruction(ShiftLeft, 6, 0, 0, MinorBits));
        Put(code, new Instruction(OrRegister, 6, 5, 0, 0));
        bool decided = false;
        int last = rules.Count - 1;
        while (last >= 0)
        {
            // what comes before a rule for everything is looked at, but the verifier refuses what cannot be reached
            last = WriteGroup(decided ? new MemoryStream() : code, rules, last, ref decided);
        }
        if (!decided)
        {
            WriteReturn(code, 0);
        }
        return code.ToArray();
    }

    // The type is asked for once for all neighbours that have it. Asked for again, it would be a test whose
    // outcome the verifier knows, and for each of those it walks back over the whole path.
    private static int WriteGroup(
        MemoryStream code,
        IReadOnlyList<LinuxDeviceCgroup> rules,
        int i,
        ref bool decided
    )
    {
        int type = Type(rules[i], Field(i));
        MemoryStream group = new();
        bool whole = false;
        do
        {
            whole |= WriteRule(whole ? new MemoryStream() : group, rules[i], Field(i));
            i--;
        } while (i >= 0 && Type(rules[i], Field(i)) == type && group.Length < LongestGroup);
        if (type != 0)
        {
            Put(
                code,
                new Instruction(JumpNotEqual, 2, 0, (short)(group.Length / InstructionBytes), type)
            );
        }
        group.WriteTo(code);
        decided |= whole && type == 0;
        return i;
    }

    private static string Field(int i) =>
        string.Create(CultureInfo.InvariantCulture, $"linux.resources.devices[{i}]");

    /// <returns>Whether it decides every access of its type, so that no instruction behind it is reached.</returns>
    private static bool WriteRule(MemoryStream code, LinuxDeviceCgroup rule, string field)
    {
        int letters = Letters(rule, field);
        MemoryStream verdict = new();
        WriteVerdict(verdict, rule.Allow, letters);
        short skip = (short)(verdict.Length / InstructionBytes);
        int? major = Number(rule.Major, field + ".major");
        int? minor = Number(rule.Minor, field + ".minor");
        if (major is { } high and <= MostMajor && minor is { } low and <= MostMinor)
        {
            Put(code, new Instruction(JumpNotEqual, 6, 0, skip, high << MinorBits | low));
        }
        else
        {
            if (major is { } one)
            {
                Put(
                    code,
                    new Instruction(
                        JumpNotEqual,
                        4,
                        0,
                        (short)(skip + (minor is null ? 0 : 1)),
                        one
                    )
                );
            }
            if (minor is { } other)
            {
                Put(code, new Instruction(JumpNotEqual, 5, 0, skip, other));
            }
        }
        verdict.WriteTo(code);
        return major is null && minor is null && letters == AllLetters;
    }

    // allow: clear the letters, and return 1 when none is left; deny: return 0 when one of them is asked
    private static void WriteVerdict(MemoryStream code, bool allow, int letters)
    {
        if (letters == AllLetters)
        {
            WriteReturn(code, allow ? 1 : 0);
        }
        else if (allow)
        {
            Put(code, new Instruction(AndImmediate, 3, 0, 0, ~letters & AllLetters));
            Put(code, new Instruction(JumpNotEqual, 3, 0, 2, 0));
            WriteReturn(code, 1);
        }
        else
        {
            Put(code, new Instruction(JumpAnyBit, 3, 0, 1, letters));
            Put(code, new Instruction(Jump, 0, 0, 2, 0));
            WriteReturn(code, 0);
        }
    }

    private static int Type(LinuxDeviceCgroup rule, string field) =>
        rule.Type switch
        {
            null or "" or "a" => 0,
            "b" => 1,
            "c" => 2,
            _ => throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                $"{field}.type: unknown type \"{rule.Type}\", want a, b or c"
            ),
        };

    private static int Letters(LinuxDeviceCgroup rule, string field)
    {
        if (string.IsNullOrEmpty(rule.Access))
        {
            return Mknod | Read | Write;
        }
        int letters = 0;
        foreach (char letter in rule.Access)
        {
            letters |= letter switch
            {
                'r' => Read,
                'w' => Write,
                'm' => Mknod,
                _ => throw new ContainerException(
                    ContainerErrorKind.InvalidSpec,
                    $"{field}.access: unknown letter in \"{rule.Access}\", want letters of rwm"
                ),
            };
        }
        return letters;
    }

    private static int? Number(long? number, string field) =>
        number switch
        {
            null or -1 => null,
            >= 0 and <= int.MaxValue => (int)number,
            _ => throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                $"{field}: {number} is no device number"
            ),
        };

    private static void WriteReturn(MemoryStream code, int verdict)
    {
        Put(code, new Instruction(SetImmediate, 0, 0, 0, verdict));
        Put(code, new Instruction(Exit, 0, 0, 0, 0));
    }

    private static void Put(MemoryStream code, Instruction instruction)
    {
        Span<byte> at = stackalloc byte[8];
        at[0] = instruction.Operation;
        at[1] = (byte)(instruction.Source << 4 | instruction.Destination);
        BinaryPrimitives.WriteInt16LittleEndian(at[2..], instruction.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], instruction.Value);
        code.Write(at);
    }

    // struct bpf_insn of linux/bpf.h
    private readonly record struct Instruction(
        byte Operation,
        byte Destination,
        byte Source,
        short Offset,
        int Value
    );
}
