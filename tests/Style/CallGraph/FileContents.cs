using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace ContainerRt.Style.CallGraph;

/// <summary>What a program's file holds for an address, by its loaded segments.</summary>
internal sealed class FileContents
{
    private readonly byte[] _bytes;
    private readonly List<(ulong Offset, ulong Address, ulong Length)> _segments = [];

    public FileContents(string program)
    {
        _bytes = File.ReadAllBytes(program);
        foreach (string line in Tool.Lines("readelf", "-lW", program))
        {
            // LOAD offset address physical-address length-in-file ...
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 4 && parts[0] == "LOAD")
            {
                _segments.Add((Hex(parts[1]), Hex(parts[2]), Hex(parts[4])));
            }
        }
    }

    public ulong Word(ulong address)
    {
        foreach ((ulong offset, ulong start, ulong length) in _segments)
        {
            if (start <= address && address + 8 <= start + length)
            {
                int at = (int)(offset + (address - start));
                return BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(at, 8));
            }
        }
        throw new InvalidOperationException($"no segment of the file holds {address:x}");
    }

    private static ulong Hex(string text) =>
        ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
