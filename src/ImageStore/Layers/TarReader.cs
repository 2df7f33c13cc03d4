using System;
using System.Collections.Generic;
using System.IO;

namespace ContainerRt.ImageStore.Layers;

/// <summary>
/// Reads an archive member by member: v7, ustar, GNU and PAX, sparse members too. Unlike System.Formats.Tar it keeps names and
/// extended attributes as bytes, takes large owners, and does not let a PAX header apply to a GNU one.
/// </summary>
public sealed class TarReader(Stream stream)
{
    private const int Block = 512;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _position;
    private int _length;
    private long _bodyLeft;
    private int _padding;
    private long _offset;
    private SparseMap? _map;
    private long _read;
    private long _sparseBytes;
    private long _specialBytes;
    private int _entries;
    private bool _ended;

    /// <summary>Where in the file the next piece of <see cref="ReadBody"/> belongs: a sparse one has holes before it.</summary>
    public long Offset =>
        _bodyLeft == 0 ? long.MaxValue
        : _map is null ? _offset
        : _map.Place(out _);

    /// <summary>The next member, or null after the last one. What was left of the body before is skipped.</summary>
    public TarEntry? Next()
    {
        PaxRecords? pax = null;
        byte[]? longName = null;
        byte[]? longLink = null;
        while (ReadHeader() is { } header)
        {
            switch (header.TypeFlag)
            {
                case 'x':
                    pax = PaxRecords.Parse(ReadSpecial(header.Size));
                    continue;
                case 'g':
                    // it could rename or resize every later member; containerd and podman ignore it too
                    ReadSpecial(header.Size);
                    continue;
                case 'L':
                    longName = UntilNul(ReadSpecial(header.Size));
                    continue;
                case 'K':
                    longLink = UntilNul(ReadSpecial(header.Size));
                    continue;
            }
            TarEntry entry = header.ToEntry(pax, longName, longLink, out long bodySize);
            BeginMember(entry, header, bodySize, pax?.Sparse);
            return entry;
        }
        return pax is null && longName is null && longLink is null
            ? null
            : throw new ImageStoreException(
                "archive: the last header describes a member that does not come"
            );
    }

    /// <summary>The next piece of the body, in the reader's own buffer until the next call; empty at its end.</summary>
    public ReadOnlySpan<byte> ReadBody(int longest = int.MaxValue)
    {
        if (_bodyLeft == 0)
        {
            return default;
        }
        if (_position == _length && !Fill())
        {
            throw Truncated();
        }
        long part = _bodyLeft;
        _ = _map?.Place(out part);
        int count = (int)Math.Min(Math.Min(part, longest), _length - _position);
        ReadOnlySpan<byte> piece = _buffer.AsSpan(_position, count);
        _map?.Advance(count);
        _position += count;
        _bodyLeft -= count;
        _offset += count;
        return piece;
    }

    /// <summary>Reads whatever follows the archive: the layer's digest covers it.</summary>
    public void Drain()
    {
        while (Fill()) { }
    }

    private TarHeader? ReadHeader()
    {
        SkipBody();
        if (_ended || !TryReadBlock(out ReadOnlySpan<byte> block))
        {
            _ended = true;
            return null;
        }
        if (!block.ContainsAnyExcept((byte)0))
        {
            // one zero block and then the end is what some writers leave; one and then a member is not
            if (TryReadBlock(out block) && block.ContainsAnyExcept((byte)0))
            {
                throw new ImageStoreException("archive: a member follows a zero block");
            }
            _ended = true;
            return null;
        }
        return ++_entries > LayerLimits.Entries
            ? throw new ImageStoreException($"archive: more than {LayerLimits.Entries} members")
            : TarHeader.Parse(block);
    }

    private byte[] ReadSpecial(long size)
    {
        CountSpecial(size, 0);
        BeginBody(size, skip: false);
        byte[] body = new byte[size];
        int done = 0;
        while (done < size)
        {
            ReadOnlySpan<byte> piece = ReadBody();
            piece.CopyTo(body.AsSpan(done));
            done += piece.Length;
        }
        return body;
    }

    private void CountSpecial(long size, long before)
    {
        _specialBytes += Math.Max(size, 0);
        if (
            size < 0
            || size > LayerLimits.SpecialBody - before
            || _specialBytes > LayerLimits.AllSpecialBodies
        )
        {
            throw new ImageStoreException(
                $"archive: an extended header of {before + size} bytes is over the limit"
            );
        }
    }

    private void BeginMember(TarEntry entry, TarHeader header, long bodySize, PaxSparse? sparse)
    {
        SparseMap? map = header.TypeFlag == 'S' ? OldMap(header, bodySize) : null;
        BeginBody(bodySize, skip: entry.Type != TarEntryType.File);
        if (sparse is not null)
        {
            map = map is null ? PaxMap(entry, sparse) : throw SparseMap.Bad("there are two");
        }
        if (map is not null)
        {
            UseMap(entry, map);
        }
    }

    private SparseMap OldMap(TarHeader header, long stored)
    {
        List<long> numbers = [];
        long size = header.OldSparse(numbers, out bool goesOn);
        for (long before = 0; goesOn; before += Block)
        {
            CountSpecial(Block, before);
            goesOn = TryReadBlock(out ReadOnlySpan<byte> block)
                ? TarHeader.SparseExtension(block, numbers)
                : throw Truncated();
        }
        return SparseMap.Of(numbers, size, stored);
    }

    private SparseMap PaxMap(TarEntry entry, PaxSparse sparse)
    {
        if (entry.Type != TarEntryType.File)
        {
            throw SparseMap.Bad($"a {entry.Type} has none");
        }
        if (!sparse.MapIsInBody)
        {
            return SparseMap.Of(sparse.Numbers, sparse.Size, _bodyLeft);
        }
        SparseText text = new();
        bool whole = false;
        for (long before = 0; !whole; before += Block)
        {
            CountSpecial(Block, before);
            whole = text.Take(ReadBodyBlock());
        }
        return SparseMap.Of(text.Numbers, sparse.Size, _bodyLeft);
    }

    private ReadOnlySpan<byte> ReadBodyBlock()
    {
        if (_bodyLeft < Block || !TryReadBlock(out ReadOnlySpan<byte> block))
        {
            throw SparseMap.Bad("the member ends within it");
        }
        _bodyLeft -= Block;
        return block;
    }

    private void UseMap(TarEntry entry, SparseMap map)
    {
        _map = map;
        entry.Size = map.Size;
        _sparseBytes += map.Size;
        // what the header says of the body may be anything until the body is there
        long stored = _read - (_length - _position) + Math.Min(_bodyLeft, 1L << 50);
        long most = LayerLimits.SparseBytes(stored);
        if (_sparseBytes < 0 || _sparseBytes > most)
        {
            throw new ImageStoreException(
                $"archive: '{entry.DisplayName}' has {map.Size} bytes with its holes, and sparse files of {most} are possible in such an archive"
            );
        }
    }

    private void BeginBody(long size, bool skip)
    {
        (_map, _offset) = (null, 0);
        _bodyLeft = size;
        _padding = (int)(-size & (Block - 1));
        if (skip)
        {
            SkipBody();
        }
    }

    private void SkipBody()
    {
        _map = null;
        while (!ReadBody().IsEmpty) { }
        (_bodyLeft, _padding) = (_padding, 0);
        while (!ReadBody().IsEmpty) { }
    }

    private bool TryReadBlock(out ReadOnlySpan<byte> block)
    {
        while (_length - _position < Block)
        {
            int left = _length - _position;
            _buffer.AsSpan(_position, left).CopyTo(_buffer);
            int read = stream.Read(_buffer, left, _buffer.Length - left);
            _read += read;
            (_position, _length) = (0, left + read);
            if (read == 0)
            {
                block = default;
                return left == 0 ? false : throw Truncated();
            }
        }
        block = _buffer.AsSpan(_position, Block);
        _position += Block;
        return true;
    }

    private bool Fill()
    {
        (_position, _length) = (0, stream.Read(_buffer));
        _read += _length;
        return _length > 0;
    }

    private static byte[] UntilNul(byte[] body)
    {
        int end = Array.IndexOf(body, (byte)0);
        return end < 0 ? body : body[..end];
    }

    private static ImageStoreException Truncated() =>
        new("archive: it ends in the middle of a member");
}
