using System;
using System.Buffers.Binary;

namespace ContainerRt.Runtime.Seccomp;

/// <summary>
/// Writes a classic BPF program from its end to its start. BPF jumps only forward, so every target is
/// known when the jump is written, and its distance needs no second pass.
/// </summary>
/// <remarks>Labels count from the end of the program: they stay right while code is put in front.</remarks>
internal sealed class BpfAssembler
{
    public const ushort JumpEqual = 0x15;
    public const ushort JumpGreater = 0x25;
    public const ushort JumpGreaterOrEqual = 0x35;

    public const ushort LoadWord = 0x20;
    public const ushort And = 0x54;
    public const ushort Jump = 0x05;
    public const ushort Return = 0x06;
    private const int Size = 8;

    private byte[] _end = new byte[2048];

    public int Count { get; private set; }

    /// <summary>A return of a value: one near enough is used again.</summary>
    public int Ret(uint value)
    {
        for (int label = Count; label > 0 && Count - label < 128; label--)
        {
            ReadOnlySpan<byte> at = _end.AsSpan(_end.Length - label * Size, Size);
            if (at[0] == Return && BinaryPrimitives.ReadUInt32LittleEndian(at[4..]) == value)
            {
                return label;
            }
        }
        return Put(Return, 0, 0, value);
    }

    /// <summary>Loads a word of struct seccomp_data, then goes on to what was written last.</summary>
    public int Load(int offset) => Put(LoadWord, 0, 0, (uint)offset);

    public int Mask(uint mask) => Put(And, 0, 0, mask);

    /// <summary>A conditional jump. Its two distances are bytes: a target further away gets a step in between.</summary>
    public int Branch(ushort test, uint value, int whenTrue, int whenFalse)
    {
        // 254: the step for the other target may come in between
        whenTrue = Near(whenTrue, 254);
        whenFalse = Near(whenFalse, 255);
        return Put(test, Distance(whenTrue), Distance(whenFalse), value);
    }

    /// <summary>Makes code that falls through from the next instruction arrive at a label.</summary>
    public int FallTo(int label) => label == Count ? label : Near(label, 0);

    public byte[] ToArray() => _end.AsSpan(_end.Length - Count * Size).ToArray();

    private int Distance(int label) => Count - label;

    private int Near(int label, int limit)
    {
        if (Distance(label) <= limit)
        {
            return label;
        }
        ReadOnlySpan<byte> at = _end.AsSpan(_end.Length - label * Size, Size);
        return at[0] == Return
            ? Put(Return, 0, 0, BinaryPrimitives.ReadUInt32LittleEndian(at[4..]))
            : Put(Jump, 0, 0, (uint)Distance(label));
    }

    private int Put(ushort code, int whenTrue, int whenFalse, uint value)
    {
        if ((Count + 1) * Size > _end.Length)
        {
            byte[] longer = new byte[_end.Length * 2];
            _end.CopyTo(longer, _end.Length);
            _end = longer;
        }
        Count++;
        Span<byte> at = _end.AsSpan(_end.Length - Count * Size, Size);
        BinaryPrimitives.WriteUInt16LittleEndian(at, code);
        at[2] = (byte)whenTrue;
        at[3] = (byte)whenFalse;
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], value);
        return Count;
    }
}
