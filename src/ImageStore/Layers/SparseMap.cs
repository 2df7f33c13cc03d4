using System;
using System.Collections.Generic;

namespace ContainerRt.ImageStore.Layers;

/// <summary>Where the bytes of a sparse member belong; what lies between them is zeros (GNU tar's manual, "Sparse Formats").</summary>
internal sealed class SparseMap
{
    private readonly IReadOnlyList<(long Offset, long Length)> _segments;
    private int _next;
    private long _offset;
    private long _left;

    private SparseMap(IReadOnlyList<(long Offset, long Length)> segments, long size) =>
        (_segments, Size) = (segments, size);

    /// <summary>Of the file, with its holes.</summary>
    public long Size { get; }

    /// <param name="numbers">Offset and length of each segment, in turn.</param>
    /// <param name="size">Of the whole file.</param>
    /// <param name="stored">The bytes that the archive has of it.</param>
    public static SparseMap Of(IReadOnlyList<long> numbers, long size, long stored)
    {
        List<(long Offset, long Length)> segments = [];
        long end = 0;
        long sum = 0;
        for (int i = 0; i + 1 < numbers.Count; i += 2)
        {
            (long offset, long length) = (numbers[i], numbers[i + 1]);
            if (offset < end || length < 0 || offset > size || length > size - offset)
            {
                throw Bad("its parts overlap, or lie outside of the file");
            }
            end = offset + length;
            sum += length;
            segments.Add((offset, length));
        }
        return numbers.Count % 2 == 0 && sum == stored && size >= 0
            ? new(segments, size)
            : throw Bad($"it speaks of {sum} bytes, and the archive has {stored}");
    }

    public static long Number(ReadOnlySpan<byte> digits)
    {
        // at most 2^63-1; no sign and no blank, which would be two ways to write one number
        bool plain =
            digits.Length is > 0 and <= 19
            && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return plain
            ? TarNumber.Decimal(digits, "a number of a sparse map")
            : throw Bad("it holds what is no number");
    }

    /// <summary>Where the next byte of the body belongs, and how many may come in one piece; at least one is left.</summary>
    public long Place(out long longest)
    {
        while (_left == 0)
        {
            (_offset, _left) = _segments[_next++];
        }
        longest = _left;
        return _offset;
    }

    public void Advance(long count) => (_offset, _left) = (_offset + count, _left - count);

    public static ImageStoreException Bad(string why) =>
        new($"archive: the map of a sparse member is wrong: {why}");
}
