using System;
using System.Collections.Generic;

namespace ContainerRt.ImageStore.Layers;

/// <summary>The map at the beginning of a sparse member's body, PAX format 1.0: a count, then two numbers a segment, a line each.</summary>
internal sealed class SparseText
{
    private const int LongestNumber = 19;
    private readonly byte[] _digits = new byte[LongestNumber];
    private int _length;
    private long? _count;

    /// <summary>Offset and length of each segment, in turn.</summary>
    public List<long> Numbers { get; } = [];

    /// <summary>Takes a block of the body. False when the map goes on in the next one.</summary>
    public bool Take(ReadOnlySpan<byte> block)
    {
        foreach (byte b in block)
        {
            if (char.IsAsciiDigit((char)b))
            {
                _digits[_length < LongestNumber ? _length++ : throw TooLong()] = b;
                continue;
            }
            if (b != '\n')
            {
                throw SparseMap.Bad("it holds what is no number");
            }
            long number = SparseMap.Number(_digits.AsSpan(0, _length));
            _length = 0;
            if (_count is null)
            {
                _count = number <= LayerLimits.SpecialBody ? number : throw TooLong();
            }
            else
            {
                Numbers.Add(number);
            }
            if (Numbers.Count == 2 * _count)
            {
                // the rest of the block is padding
                return true;
            }
        }
        return false;
    }

    private static ImageStoreException TooLong() => SparseMap.Bad("a number is too large");
}
