using System;
using System.Buffers.Binary;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// What the kernel demands of a seccomp filter (bpf_check_classic, seccomp_check_filter): known instructions, aligned loads
/// inside struct seccomp_data, jumps that stay inside, a return at the end. Jumps go forward, so such a filter ends.
/// </summary>
internal static class ClassicFilter
{
    private const int Size = 8;
    private const int Longest = 4096;
    private const int SeccompData = 64;

    public static void Check(ReadOnlySpan<byte> filter)
    {
        int count = filter.Length / Size;
        BrokenPromiseException.Unless(
            filter.Length % Size == 0 && count is > 0 and <= Longest,
            $"a filter of {filter.Length} bytes"
        );
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> at = filter.Slice(i * Size, Size);
            Check(
                BinaryPrimitives.ReadUInt16LittleEndian(at),
                (at[2], at[3]),
                BinaryPrimitives.ReadUInt32LittleEndian(at[4..]),
                count - i - 1
            );
        }
        BrokenPromiseException.Unless(filter[^Size] == 0x06, "the last instruction is no return");
    }

    private static void Check(ushort code, (byte True, byte False) jump, uint value, int after)
    {
        bool good = code switch
        {
            // BPF_LD | BPF_W | BPF_ABS
            0x20 => value % 4 == 0 && value < SeccompData,
            // BPF_ALU | BPF_AND | BPF_K
            0x54 => true,
            // BPF_JMP | BPF_JA
            0x05 => value < (uint)after,
            // BPF_JEQ, BPF_JGT, BPF_JGE with a constant
            0x15 or 0x25 or 0x35 => jump.True < after && jump.False < after,
            // BPF_RET | BPF_K
            0x06 => true,
            _ => false,
        };
        BrokenPromiseException.Unless(
            good,
            $"the kernel would refuse 0x{code:x} {jump.True} {jump.False} 0x{value:x} with {after} to follow"
        );
    }
}
