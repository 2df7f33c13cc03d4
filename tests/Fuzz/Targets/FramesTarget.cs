using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Ttrpc;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// A stream of ttrpc frames. In pieces of any size it holds the same frames as in one; nothing is reserved for what a header
/// only promises; a frame that is written is the one that was read.
/// </summary>
internal sealed class FramesTarget : IFuzzTarget
{
    public string Name => "frames";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        "\0\0\0\0", "\0\0\0\x01", "\0\0\x01\0", "\0\x40\0\0", "\0\x40\0\x01", "\xff\xff\xff\xff", "\x01\0", "\x02\0", "\x03\0", "\0\0\0\x02\0\0\0\x01\x01\0ab",
    ];

    public string Run(byte[] input)
    {
        List<Frame> whole = Read(input, input.Length, out bool clean);
        List<Frame> pieces = Read(input, 1 + input.Length % 13, out bool cleanToo);
        BrokenPromiseException.Unless(
            clean == cleanToo
                && whole.Count == pieces.Count
                && whole
                    .Zip(pieces)
                    .All(pair =>
                        pair.First.Header == pair.Second.Header
                        && pair.First.TooLong == pair.Second.TooLong
                        && pair.First.Body.AsSpan().SequenceEqual(pair.Second.Body)
                    ),
            "a stream in pieces holds other frames"
        );
        foreach (Frame frame in whole.Where(frame => !frame.TooLong))
        {
            FrameHeader header = frame.Header;
            byte[] written = FrameHeader.Frame(header.Stream, header.Type, frame.Body);
            ReadOnlySpan<byte> rest = written;
            BrokenPromiseException.Unless(
                new FrameReader().TryRead(ref rest, out Frame again)
                    && again.Header == header with { Flags = 0 }
                    && rest.IsEmpty,
                "a frame that was written is another one"
            );
        }
        return new string('f', Math.Min(whole.Count, 40)) + (clean ? "clean" : "");
    }

    private static List<Frame> Read(byte[] input, int size, out bool clean)
    {
        FrameReader reader = new();
        List<Frame> frames = [];
        foreach (byte[] piece in input.Chunk(Math.Max(size, 1)))
        {
            ReadOnlySpan<byte> rest = piece;
            while (reader.TryRead(ref rest, out Frame frame))
            {
                frames.Add(frame);
            }
            BrokenPromiseException.Unless(rest.IsEmpty, "bytes are left though no frame is whole");
        }
        clean = reader.AtBoundary;
        return frames;
    }
}
