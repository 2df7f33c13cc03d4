using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Ttrpc;
using CsCheck;
using Xunit;

namespace ContainerRt.Shim.Tests;

public sealed class FrameReaderTests
{
    [Fact]
    public void Frames_cut_into_any_pieces_come_out_whole_and_in_order() =>
        Gen.Select(Gen.Byte.Array[0, 3000].List[0, 8], Gen.Int[1, 700])
            .Sample(
                (bodies, piece) =>
                {
                    byte[] wire =
                    [
                        .. bodies.SelectMany(
                            (body, i) =>
                                FrameHeader.Frame((uint)(2 * i + 1), FrameType.Request, body)
                        ),
                    ];
                    FrameReader reader = new();
                    List<Frame> frames = [];
                    foreach (byte[] chunk in wire.Chunk(piece))
                    {
                        ReadOnlySpan<byte> input = chunk;
                        while (reader.TryRead(ref input, out Frame frame))
                        {
                            frames.Add(frame);
                        }
                    }
                    Assert.True(reader.AtBoundary);
                    Assert.Equal(bodies.Count, frames.Count);
                    Assert.All(frames.Index(), f => Assert.Equal(bodies[f.Index], f.Item.Body));
                    Assert.All(
                        frames.Index(),
                        f => Assert.Equal((uint)(2 * f.Index + 1), f.Item.Header.Stream)
                    );
                }
            );

    [Theory]
    [InlineData(0, false)]
    [InlineData(4 << 20, false)]
    [InlineData((4 << 20) + 1, true)]
    public void A_message_up_to_4_MiB_is_kept_and_a_longer_one_is_counted_off(
        int length,
        bool tooLong
    )
    {
        FrameReader reader = new();
        ReadOnlySpan<byte> input =
        [
            .. FrameHeader.Frame(1, FrameType.Request, new byte[length]),
            .. FrameHeader.Frame(3, FrameType.Request, [7]),
        ];
        Assert.True(reader.TryRead(ref input, out Frame first));
        Assert.Equal(tooLong, first.TooLong);
        Assert.Equal(tooLong ? 0 : length, first.Body.Length);
        Assert.True(reader.TryRead(ref input, out Frame second));
        Assert.Equal(3u, second.Header.Stream);
        Assert.Equal([7], second.Body);
    }

    [Fact]
    public void A_promise_of_4_GiB_allocates_nothing()
    {
        FrameReader reader = new();
        byte[] header = new byte[FrameHeader.Bytes];
        new FrameHeader(uint.MaxValue, 1, FrameType.Request, 0).Write(header);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            ReadOnlySpan<byte> input = i == 0 ? header : new byte[1000];
            Assert.False(reader.TryRead(ref input, out _));
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    // Tried: red when Reserve is given the length of the header.
    [Fact]
    public void A_promise_of_4_MiB_allocates_only_for_what_has_come()
    {
        FrameReader reader = new();
        byte[] header = new byte[FrameHeader.Bytes];
        new FrameHeader(FrameHeader.MaxLength, 1, FrameType.Request, 0).Write(header);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadOnlySpan<byte> input = [.. header, 1, 2, 3];
        Assert.False(reader.TryRead(ref input, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    [Fact]
    public void Half_a_header_is_no_frame()
    {
        FrameReader reader = new();
        ReadOnlySpan<byte> input = [0, 0, 0, 1, 0];
        Assert.False(reader.TryRead(ref input, out _));
        Assert.False(reader.AtBoundary);
    }
}
