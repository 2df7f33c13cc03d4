using System;
using System.Collections.Generic;

namespace ContainerRt.ImageStore.Layers;

/// <summary>One header block, still without what PAX and GNU headers before it say.</summary>
internal sealed class TarHeader
{
    private static readonly Range _name = 0..100;
    private static readonly Range _mode = 100..108;
    private static readonly Range _uid = 108..116;
    private static readonly Range _gid = 116..124;
    private static readonly Range _size = 124..136;
    private static readonly Range _mtime = 136..148;
    private static readonly Range _checksum = 148..156;
    private const int TypeOffset = 156;
    private static readonly Range _linkName = 157..257;
    private static readonly Range _magic = 257..263;
    private static readonly Range _devMajor = 329..337;
    private static readonly Range _devMinor = 337..345;
    private static readonly Range _prefix = 345..500;

    // old GNU sparse members: four segments, whether an extension block follows, the size of the whole file
    private static readonly Range _sparse = 386..482;
    private const int SparseGoesOn = 482;
    private const int SparseExtensionGoesOn = 504;
    private static readonly Range _realSize = 483..495;

    private byte[] _block = [];

    public char TypeFlag => (char)_block[TypeOffset];

    public long Size { get; private set; }

    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        VerifyChecksum(block);
        return new() { _block = block.ToArray(), Size = TarNumber.Parse(block[_size], "size") };
    }

    public TarEntry ToEntry(PaxRecords? pax, byte[]? longName, byte[]? longLink, out long bodySize)
    {
        byte[] name = pax?.Sparse?.Name ?? pax?.Path ?? longName ?? OwnName();
        TarEntryType type = TypeOf(name);
        // PAX wins whatever the header says: a reader that disagrees finds other members (CVE-2025-62518)
        bodySize = pax?.Size ?? Size;
        if (bodySize < 0)
        {
            throw new ImageStoreException(
                $"archive: the size of '{TarEntry.Display(name)}' is negative"
            );
        }
        bool device = type is TarEntryType.CharacterDevice or TarEntryType.BlockDevice;
        return new TarEntry
        {
            Type = type,
            Name = name,
            LinkName = pax?.LinkPath ?? longLink ?? Text(_block.AsSpan()[_linkName]),
            Permissions = (uint)TarNumber.Parse(_block.AsSpan()[_mode], "mode") & 0xFFF,
            Uid = pax?.Uid ?? TarNumber.Id(TarNumber.Parse(_block.AsSpan()[_uid], "uid"), "uid"),
            Gid = pax?.Gid ?? TarNumber.Id(TarNumber.Parse(_block.AsSpan()[_gid], "gid"), "gid"),
            Size = type == TarEntryType.File ? bodySize : 0,
            Modified =
                pax?.Modified ?? TarNumber.Clamp(TarNumber.Parse(_block.AsSpan()[_mtime], "mtime")),
            Accessed = pax?.Accessed,
            DeviceMajor = device ? Device(_devMajor, 0xFFF, "devmajor") : 0,
            DeviceMinor = device ? Device(_devMinor, 0xFFFFF, "devminor") : 0,
            Xattrs = pax?.Xattrs ?? [],
        };
    }

    /// <summary>The size of the whole file, and the segments that have room in this block.</summary>
    public long OldSparse(List<long> numbers, out bool goesOn)
    {
        ReadOnlySpan<byte> block = _block;
        goesOn = GoesOn(block[_sparse], block[SparseGoesOn], numbers);
        return TarNumber.Parse(block[_realSize], "size of a sparse file");
    }

    /// <summary>Takes the segments of an extension block; whether another one follows.</summary>
    public static bool SparseExtension(ReadOnlySpan<byte> block, List<long> numbers) =>
        GoesOn(block[..SparseExtensionGoesOn], block[SparseExtensionGoesOn], numbers);

    private static bool GoesOn(ReadOnlySpan<byte> segments, byte flag, List<long> numbers)
    {
        const int Field = 12;
        for (; segments.Length >= 2 * Field; segments = segments[(2 * Field)..])
        {
            if (segments[Field] == 0)
            {
                // GNU tar would go on with the contents here, and others with the next block
                return flag == 0 ? false : throw SparseMap.Bad("it goes on after its end");
            }
            numbers.Add(TarNumber.Parse(segments[..Field], "offset in a sparse file"));
            numbers.Add(TarNumber.Parse(segments[Field..(2 * Field)], "length in a sparse file"));
        }
        return flag != 0;
    }

    private uint Device(Range field, long max, string name)
    {
        long value = TarNumber.Parse(_block.AsSpan()[field], name);
        // what the kernel's 32-bit dev_t holds; more would be cut off to another device
        return value < 0 || value > max
            ? throw new ImageStoreException(
                $"archive: {name} {value} is not a device number of Linux"
            )
            : (uint)value;
    }

    private TarEntryType TypeOf(byte[] name) =>
        TypeFlag switch
        {
            '\0' when name is [.., (byte)'/'] => TarEntryType.Directory,
            '0' or '\0' or '7' => TarEntryType.File,
            '1' => TarEntryType.HardLink,
            '2' => TarEntryType.Symlink,
            '3' => TarEntryType.CharacterDevice,
            '4' => TarEntryType.BlockDevice,
            '5' => TarEntryType.Directory,
            '6' => TarEntryType.Fifo,
            // other programs put other things there
            'S' when _block.AsSpan()[_magic].SequenceEqual("ustar "u8) => TarEntryType.File,
            _ => throw new ImageStoreException(
                $"archive: '{TarEntry.Display(name)}' is of unknown type 0x{(int)TypeFlag:x2}"
            ),
        };

    private byte[] OwnName()
    {
        byte[] name = Text(_block.AsSpan()[_name]);
        // only POSIX ustar has a prefix; GNU keeps times in its place
        if (!_block.AsSpan()[_magic].SequenceEqual("ustar\0"u8) || _block[_prefix.Start.Value] == 0)
        {
            return name;
        }
        return [.. Text(_block.AsSpan()[_prefix]), (byte)'/', .. name];
    }

    private static byte[] Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return (end < 0 ? field : field[..end]).ToArray();
    }

    private static void VerifyChecksum(ReadOnlySpan<byte> block)
    {
        long expected = TarNumber.Parse(block[_checksum], "checksum");
        long plain = 8 * ' ';
        long signed = 8 * ' ';
        for (int i = 0; i < block.Length; i++)
        {
            if (i < _checksum.Start.Value || i >= _checksum.End.Value)
            {
                plain += block[i];
                // old writers summed char, which is signed on some machines
                signed += unchecked((sbyte)block[i]);
            }
        }
        if (expected != plain && expected != signed)
        {
            throw new ImageStoreException(
                "archive: the checksum of a header is wrong; this is not a tar archive, or it is damaged"
            );
        }
    }
}
