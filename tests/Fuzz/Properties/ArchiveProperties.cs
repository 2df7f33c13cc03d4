using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using ContainerRt.Fuzz.Targets;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Layers;
using CsCheck;
using Xunit;
using OurEntry = ContainerRt.ImageStore.Layers.TarEntry;
using OurReader = ContainerRt.ImageStore.Layers.TarReader;

namespace ContainerRt.Fuzz.Properties;

/// <summary>What other programs write, our readers read. Generated, and made small by CsCheck when it fails.</summary>
public sealed class ArchiveProperties
{
    private sealed record Member(string Name, byte[] Content, int Mode, int Owner, long Time);

    private static readonly Gen<string> _name = Gen.Char["abcXYZ09._-é"]
        .Array[1, 60]
        .Select(letters => "n" + new string(letters))
        .Array[1, 6]
        .Select(parts => string.Join('/', parts));

    private static readonly Gen<Member> _member = Gen.Select(
        _name,
        Gen.Byte.Array[0, 2000],
        Gen.Int[0, 0xFFF],
        Gen.Int[0, 3_000_000],
        Gen.Long[0, 0xFFFFFFFF],
        (name, content, mode, owner, time) => new Member(name, content, mode, owner, time)
    );

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void What_the_class_library_writes_is_read(TarEntryFormat format) =>
        _member
            .Array[0, 8]
            .Sample(
                members =>
                {
                    OurReader reader = new(new MemoryStream(Written(members, format)));
                    foreach (Member member in members)
                    {
                        OurEntry? entry = reader.Next();
                        Assert.NotNull(entry);
                        Assert.Equal(member.Name, Encoding.UTF8.GetString(entry.Name));
                        Assert.Equal((uint)member.Mode, entry.Permissions);
                        Assert.Equal((uint)member.Owner, entry.Uid);
                        Assert.Equal(member.Time, entry.Modified.Seconds);
                        Assert.Equal(member.Content, Body(reader));
                    }
                    Assert.Null(reader.Next());
                },
                iter: 200
            );

    [Fact]
    public void A_number_is_read_as_octal_and_as_base_256() =>
        Gen.Long[0, 0x1FFFFF]
            .Sample(number =>
            {
                byte[] octal = Encoding.ASCII.GetBytes(
                    Convert.ToString(number, 8).PadLeft(7, '0') + "\0"
                );
                byte[] binary = BitConverter.GetBytes(number).Reverse().ToArray();
                binary[0] |= 0x80;
                Assert.Equal(number, TarNumber.Parse(octal, "it"));
                Assert.Equal(number, TarNumber.Parse(binary, "it"));
            });

    [Fact]
    public void Attributes_of_a_full_header_take_no_longer_than_reading_them()
    {
        StringBuilder body = new();
        for (int i = 0; i < 40_000; i++)
        {
            _ = body.Append($"26 SCHILY.xattr.u.{i:d5}=a\n");
        }
        byte[] bytes = Encoding.ASCII.GetBytes(body.ToString());
        Assert.InRange(bytes.Length, LayerLimits.SpecialBody * 9 / 10, LayerLimits.SpecialBody);
        long began = Stopwatch.GetTimestamp();
        Assert.Equal(40_000, PaxRecords.Parse(bytes).Xattrs.Count);
        // a list that is looked through for each took some 10 s
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 2);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void What_was_compressed_comes_back_and_no_beginning_of_it_is_taken_for_all(
        string kind
    ) =>
        Gen.Select(Gen.Byte[0, 3].Array[1, 5000], Gen.Double[0, 1])
            .Sample(
                (plain, where) =>
                {
                    byte[] packed = kind == "gzip" ? Gzip(plain) : Zstd(plain);
                    Assert.Equal(plain, Decompressed(packed));
                    // a gzip header alone, 7 to 9 bytes, passes for an empty stream; its digest does not
                    byte[] cut = packed[
                        ..Math.Min(packed.Length, Math.Max(18, (int)(where * packed.Length)))
                    ];
                    if (cut.Length < packed.Length && packed.Length > 18)
                    {
                        Assert.Throws<ImageStoreException>(() => Decompressed(cut));
                    }
                },
                iter: 200
            );

    private static byte[] Written(Member[] members, TarEntryFormat format)
    {
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, format, leaveOpen: true))
        {
            foreach (Member member in members)
            {
                System.Formats.Tar.TarEntry entry =
                    format == TarEntryFormat.Pax
                        ? new PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, member.Name)
                        : new GnuTarEntry(System.Formats.Tar.TarEntryType.RegularFile, member.Name);
                entry.Mode = (UnixFileMode)member.Mode;
                // seven octal digits are what the class library writes (2097151)
                entry.Uid = member.Owner;
                entry.ModificationTime = DateTimeOffset.FromUnixTimeSeconds(member.Time);
                entry.DataStream = new MemoryStream(member.Content);
                writer.WriteEntry(entry);
            }
        }
        return stream.ToArray();
    }

    private static byte[] Body(OurReader reader)
    {
        List<byte> body = [];
        ReadOnlySpan<byte> piece;
        while (!(piece = reader.ReadBody()).IsEmpty)
        {
            body.AddRange(piece);
        }
        return [.. body];
    }

    private static byte[] Gzip(byte[] plain)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }
        return packed.ToArray();
    }

    private static byte[] Zstd(byte[] plain)
    {
        using ZstdSharp.Compressor compressor = new();
        return compressor.Wrap(plain).ToArray();
    }

    private static byte[] Decompressed(byte[] packed)
    {
        // in small pieces, as it comes from a registry
        using DecompressedStream source = DecompressedStream.Of(new Trickle(packed));
        using MemoryStream result = new();
        byte[] buffer = new byte[700];
        int read;
        while ((read = source.Read(buffer)) > 0)
        {
            result.Write(buffer, 0, read);
        }
        return result.ToArray();
    }
}
