using System;
using System.Buffers.Binary;
using System.Collections.Generic;
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
    // registers: 1 the context, 2 type, 3 letters not yet decided, 4 major, 5 minor
    private const byte LoadWord = 0x61;
    private const byte AndImmediate = 0x54;
    private const byte ShiftRight = 0x74;
    private const byte SetImmediate = 0xb7;
    private const byte Exit = 0x95;
    private const byte JumpNotEqual = 0x56;
    private const byte JumpAnyBit = 0x46;

    private const int Mknod = 1;
    private const int Read = 2;
    private const int Write = 4;

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
        for (int i = rules.Count - 1; i >= 0; i--)
        {
            WriteRule(code, rules[i], $"linux.resources.devices[{i}]");
        }
        WriteReturn(code, 0);
        return code.ToArray();
    }

    private static void WriteRule(MemoryStream code, LinuxDeviceCgroup rule, string field)
    {
        int type = Type(rule, field);
        int letters = Letters(rule, field);
        int? major = Number(rule.Major, field + ".major");
        int? minor = Number(rule.Minor, field + ".minor");
        // allow: clear the letters, and return 1 when none is left; deny: return 0 when one of them is asked
        const int body = 4;
        int tests = (type != 0 ? 1 : 0) + (major is null ? 0 : 1) + (minor is null ? 0 : 1);
        int skip = tests + body;
        foreach (
            (byte register, int? value) in ((byte, int?)[])
                [(2, type == 0 ? null : type), (4, major), (5, minor)]
        )
        {
            if (value is { } number)
            {
                skip--;
                Put(code, new Instruction(JumpNotEqual, register, 0, (short)skip, number));
            }
        }
        if (rule.Allow)
        {
            Put(code, new Instruction(AndImmediate, 3, 0, 0, ~letters & 7));
            Put(code, new Instruction(JumpNotEqual, 3, 0, 2, 0));
            WriteReturn(code, 1);
        }
        else
        {
            Put(code, new Instruction(JumpAnyBit, 3, 0, 1, letters));
            Put(code, new Instruction(0x05, 0, 0, 2, 0));
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
