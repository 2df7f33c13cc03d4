using System;
using System.Buffers.Binary;

namespace ContainerRt.Ttrpc;

/// <summary>
/// What goes over an attach socket: type, length (big-endian, at most <see cref="MaxLength"/>), bytes.
/// <code>
/// client -> shim   Hello(exec id)  Stdin(bytes; none = end)  Resize(columns, rows)
/// shim -> client   Hello()         Stdout  Stderr            Exit(status)  Error(text)
/// </code>
/// </summary>
public readonly record struct AttachFrame(AttachFrameType Type, byte[] Body)
{
    public const int HeaderBytes = 5;
    public const int MaxLength = 64 << 10;

    public byte[] Encode()
    {
        byte[] frame = new byte[HeaderBytes + Body.Length];
        frame[0] = (byte)Type;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), Body.Length);
        Body.CopyTo(frame, HeaderBytes);
        return frame;
    }

    /// <summary>Takes a whole frame from the front of the input, or nothing.</summary>
    /// <exception cref="TtrpcException">The length is over the limit.</exception>
    public static bool TryTake(ref ReadOnlySpan<byte> input, out AttachFrame frame)
    {
        frame = default;
        if (input.Length < HeaderBytes)
        {
            return false;
        }
        uint length = BinaryPrimitives.ReadUInt32BigEndian(input[1..]);
        if (length > MaxLength)
        {
            throw new TtrpcException(
                StatusCode.ResourceExhausted,
                $"an attach frame of {length} bytes"
            );
        }
        if (input.Length < HeaderBytes + (int)length)
        {
            return false;
        }
        frame = new AttachFrame(
            (AttachFrameType)input[0],
            input.Slice(HeaderBytes, (int)length).ToArray()
        );
        input = input[(HeaderBytes + (int)length)..];
        return true;
    }
}
