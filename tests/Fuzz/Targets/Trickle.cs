using System;
using System.IO;

namespace ContainerRt.Fuzz.Targets;

/// <summary>Gives few bytes at a time, as a socket may.</summary>
internal sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
{
    private int _turn;

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Count(buffer.Length)]);

    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, Count(count));

    private int Count(int wanted) => Math.Min(wanted, 1 + _turn++ * 37 % 301);
}
