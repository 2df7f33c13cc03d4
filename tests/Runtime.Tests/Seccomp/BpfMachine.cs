using System;
using System.Buffers.Binary;

namespace ContainerRt.Runtime.Tests.Seccomp;

/// <summary>Runs a classic BPF program as the kernel does: the oracle of the compiler's tests.</summary>
internal static class BpfMachine
{
    public static uint Run(
        ReadOnlySpan<byte> filter,
        uint arch,
        uint number,
        params ReadOnlySpan<ulong> args
    )
    {
        Span<byte> data = stackalloc byte[64];
        data.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(data, number);
        BinaryPrimitives.WriteUInt32LittleEndian(data[4..], arch);
        for (int i = 0; i < args.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data[(16 + i * 8)..], args[i]);
        }
        uint a = 0;
        for (int pc = 0; ; pc++)
        {
            ReadOnlySpan<byte> at = filter.Slice(pc * 8, 8);
            uint k = BinaryPrimitives.ReadUInt32LittleEndian(at[4..]);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(at))
            {
                case 0x20:
                    a = BinaryPrimitives.ReadUInt32LittleEndian(data[(int)k..]);
                    break;
                case 0x54:
                    a &= k;
                    break;
                case 0x05:
                    pc += (int)k;
                    break;
                case 0x06:
                    return k;
                case 0x15:
                    pc += a == k ? at[2] : at[3];
                    break;
                case 0x25:
                    pc += a > k ? at[2] : at[3];
                    break;
                case 0x35:
                    pc += a >= k ? at[2] : at[3];
                    break;
                default:
                    throw new InvalidOperationException($"unknown instruction at {pc}");
            }
        }
    }
}
