using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Ttrpc;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// What comes over an attach socket: frames that are the same bytes when written, and in pieces the same frames; or a
/// <see cref="TtrpcException"/> for a length over the limit.
/// </summary>
internal sealed class AttachTarget : IFuzzTarget
{
    public string Name => "attach";

    public IReadOnlyList<string> Words { get; } =
    [
        "\0\0\0\0\0",
        "\x01\0\0\0\x01",
        "\x05\0\0\0\x04\0\x50\0\x18",
        "\0\x01\0\0",
        "\0\x01\0\x01",
        "\xff\xff\xff\xff",
        "\x02\0\0",
    ];

    // the client keeps what is not whole and puts new bytes behind it: here 64 times
    public long BytesPerByte => 200;

    public string Run(byte[] input)
    {
        List<AttachFrame> frames = Take(input, input.Length, out int used, out string end);
        byte[] written = [.. frames.SelectMany(frame => frame.Encode())];
        BrokenPromiseException.Unless(
            written.AsSpan().SequenceEqual(input.AsSpan(0, used)),
            "frames that were written are other bytes"
        );
        List<AttachFrame> pieces = Take(input, 1 + input.Length / 64, out _, out string endToo);
        BrokenPromiseException.Unless(
            end == endToo && pieces.Count == frames.Count,
            "a stream in pieces holds other frames"
        );
        return $"{new string('f', Math.Min(frames.Count, 40))}{end}";
    }

    private static List<AttachFrame> Take(byte[] input, int size, out int used, out string end)
    {
        List<AttachFrame> frames = [];
        byte[] kept = [];
        used = 0;
        end = "";
        try
        {
            foreach (byte[] piece in input.Chunk(Math.Max(size, 1)))
            {
                kept = [.. kept, .. piece];
                ReadOnlySpan<byte> rest = kept;
                while (AttachFrame.TryTake(ref rest, out AttachFrame frame))
                {
                    frames.Add(frame);
                    used += AttachFrame.HeaderBytes + frame.Body.Length;
                }
                kept = rest.ToArray();
            }
        }
        catch (TtrpcException e)
        {
            end = e.Message;
        }
        return frames;
    }
}
