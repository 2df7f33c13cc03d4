using System;
using System.Buffers.Binary;

namespace ContainerRt.Runtime.Seccomp;

/// <summary>Runs a filter as the kernel does (classic BPF on struct seccomp_data): what a call would be answered.</summary>
internal static class FilterMachine
{
    /// <param name="filter">Instructions as <see cref="BpfAssembler"/> writes them.</param>
    /// <param name="arch">AUDIT_ARCH_*.</param>
    /// <returns>SECCOMP_RET_* with its data.</returns>
    /// <exception cref="InvalidOperationException">An instruction that the assembler does not write.</exception>
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
                case BpfAssembler.LoadWord:
                    a = BinaryPrimitives.ReadUInt32LittleEndian(data[(int)k..]);
                    break;
                case BpfAssembler.And:
                    a &= k;
                    break;
                case BpfAssembler.Jump:
                    pc += (int)k;
                    break;
                case BpfAssembler.Return:
                    return k;
                case BpfAssembler.JumpEqual:
                    pc += a == k ? at[2] : at[3];
                    break;
                case BpfAssembler.JumpGreater:
                    pc += a > k ? at[2] : at[3];
                    break;
                case BpfAssembler.JumpGreaterOrEqual:
                    pc += a >= k ? at[2] : at[3];
                    break;
                default:
                    throw new InvalidOperationException($"unknown instruction at {pc}");
            }
        }
    }
}
