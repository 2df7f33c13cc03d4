using System;
using System.Collections.Generic;

namespace ContainerRt.ImageStore.Layers;

/// <summary>What the GNU.sparse records of a PAX header say; formats 0.0, 0.1 and 1.0 (GNU tar's manual, "Sparse Formats").</summary>
internal sealed class PaxSparse
{
    private long? _major;
    private long? _minor;
    private long? _blocks;
    private long? _size;

    /// <summary>The member's own name is then one that an old tar shows.</summary>
    public byte[]? Name { get; private set; }

    /// <summary>Offset and length of each segment, in turn; in format 1.0 the body has them.</summary>
    public List<long> Numbers { get; } = [];

    public bool MapIsInBody =>
        (_major, _minor) switch
        {
            (null, null) or (0, 0 or 1) => false,
            (1, 0) => true,
            _ => throw SparseMap.Bad($"it is of the unknown format {_major}.{_minor}"),
        };

    /// <summary>Of the whole file.</summary>
    public long Size =>
        _blocks is null || MapIsInBody || _blocks == Numbers.Count / 2
            ? _size ?? throw SparseMap.Bad("the size of the file is missing")
            : throw SparseMap.Bad($"it has {Numbers.Count / 2} parts instead of {_blocks}");

    /// <param name="key">Without the prefix GNU.sparse.</param>
    public void Take(string key, ReadOnlySpan<byte> value)
    {
        switch (key)
        {
            case "major":
                _major = SparseMap.Number(value);
                break;
            case "minor":
                _minor = SparseMap.Number(value);
                break;
            case "name":
                Name = PaxRecords.Text(value, "GNU.sparse.name");
                break;
            case "size" or "realsize":
                _size = SparseMap.Number(value);
                break;
            case "numblocks":
                _blocks = SparseMap.Number(value);
                break;
            case "offset" when Numbers.Count % 2 == 0:
            case "numbytes" when Numbers.Count % 2 == 1:
                Numbers.Add(SparseMap.Number(value));
                break;
            case "map":
                TakeMap(value);
                break;
            default:
                throw SparseMap.Bad(
                    $"GNU.sparse.{TarEntry.Display(LayerPath.Bytes(key))} has no place there"
                );
        }
    }

    private void TakeMap(ReadOnlySpan<byte> value)
    {
        Numbers.Clear();
        foreach (Range number in value.Split((byte)','))
        {
            Numbers.Add(SparseMap.Number(value[number]));
        }
    }
}
