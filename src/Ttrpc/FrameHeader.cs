using System;
using System.Buffers.Binary;

namespace ContainerRt.Ttrpc;

/// <summary>The 10 bytes before each message: length, stream, type, flags; big-endian.</summary>
public readonly record struct FrameHeader(uint Length, uint Stream, FrameType Type, byte Flags)
{
    public const int Bytes = 10;

    /// <summary>The longest message; containerd refuses longer ones too.</summary>
    public const int MaxLength = 4 << 20;

    public static FrameHeader Read(ReadOnlySpan<byte> from) =>
        new(
            BinaryPrimitives.ReadUInt32BigEndian(from),
            BinaryPrimitives.ReadUInt32BigEndian(from[4..]),
            (FrameType)from[8],
            from[9]
        );

    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt32BigEndian(into, Length);
        BinaryPrimitives.WriteUInt32BigEndian(into[4..], Stream);
        into[8] = (byte)Type;
        into[9] = Flags;
    }

    public static byte[] Frame(uint stream, FrameType type, ReadOnlySpan<byte> message)
    {
        byte[] frame = new byte[Bytes + message.Length];
        new FrameHeader((uint)message.Length, stream, type, 0).Write(frame);
        message.CopyTo(frame.AsSpan(Bytes));
        return frame;
    }
}
