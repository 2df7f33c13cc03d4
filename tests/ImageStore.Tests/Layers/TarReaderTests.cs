using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ContainerRt.ImageStore.Layers;
using CsCheck;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Layers;

public sealed class TarReaderTests
{
    private static List<(TarEntry Entry, string Body)> Read(byte[] archive)
    {
        TarReader reader = new(new MemoryStream(archive));
        List<(TarEntry, string)> entries = [];
        while (reader.Next() is { } entry)
        {
            StringBuilder body = new();
            while (reader.ReadBody() is { IsEmpty: false } piece)
            {
                body.Append(Encoding.Latin1.GetString(piece));
            }
            entries.Add((entry, body.ToString()));
        }
        return entries;
    }

    private static (TarEntry Entry, string Body) One(TarBuilder tar) =>
        Assert.Single(Read(tar.ToArray()));

    private static string Name(TarEntry entry) => Encoding.Latin1.GetString(entry.Name);

    private static void Refused(TarBuilder tar, string reason, bool end = true) =>
        Assert.Contains(
            reason,
            Assert.Throws<ImageStoreException>(() => Read(tar.ToArray(end))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void T1_a_wrong_checksum_is_refused()
    {
        byte[] archive = new TarBuilder().File("a").ToArray();
        archive[0] ^= 1;
        Refused(new TarBuilder().Raw(archive), "checksum");
    }

    [Fact]
    public void T1_a_checksum_of_signed_chars_is_accepted()
    {
        byte[] archive = new TarBuilder().File("\u00e9").ToArray();
        byte[] sum = Encoding.ASCII.GetBytes(
            Convert
                .ToString(Convert.ToInt32(Encoding.ASCII.GetString(archive[148..155]), 8) - 256, 8)
                .PadLeft(7, '0')
        );
        sum.CopyTo(archive, 148);
        Assert.Equal("\u00e9", Name(Assert.Single(Read(archive)).Entry));
    }

    [Fact]
    public void T2_base_256_numbers_are_read_and_a_negative_size_is_refused()
    {
        byte[] header = new TarBuilder().File("a").ToArray()[..512];
        new byte[] { 0x80, 0, 0, 0, 0xEE, 0x6B, 0x28, 0x00 }.CopyTo(header, 108);
        Assert.Equal(
            4_000_000_000u,
            One(new TarBuilder().Raw(TarBuilder.WithChecksum(header))).Entry.Uid
        );
        Enumerable.Repeat((byte)0xFF, 12).ToArray().CopyTo(header, 124);
        Refused(new TarBuilder().Raw(TarBuilder.WithChecksum(header)), "negative");
    }

    [Fact]
    public void T3_a_NUL_in_a_PAX_path_is_refused_and_in_an_attribute_kept()
    {
        Refused(new TarBuilder().Pax(("path", "a\0b")).File("a"), "NUL");
        TarEntry entry = One(
            new TarBuilder().Pax(("SCHILY.xattr.user.x", "1\0\n2")).File("a")
        ).Entry;
        Assert.Equal("1\0\n2", Encoding.Latin1.GetString(Assert.Single(entry.Xattrs).Value));
    }

    [Fact]
    public void T3_a_PAX_record_with_a_wrong_length_is_refused() =>
        Refused(
            new TarBuilder().Member('x', "p", "99 path=a\n"u8.ToArray()).File("a"),
            "wrong length"
        );

    [Fact]
    public void T4_the_size_of_PAX_wins_and_hides_no_member()
    {
        // red with bodySize = Size: the inner header would come out as a member (CVE-2025-62518)
        byte[] inner = new TarBuilder().File("smuggled").ToArray(end: false);
        TarBuilder tar = new TarBuilder()
            .Pax(("size", "512"))
            .Member('0', "outer", inner, size: 0)
            .File("after");
        Assert.Equal(["outer", "after"], Read(tar.ToArray()).Select(x => Name(x.Entry)));
    }

    [Fact]
    public void T4_the_later_record_wins() =>
        Assert.Equal(
            "b",
            Name(One(new TarBuilder().Pax(("path", "a"), ("path", "b")).File("c")).Entry)
        );

    [Fact]
    public void T5_a_PAX_size_does_not_apply_to_a_GNU_long_name_in_between()
    {
        TarBuilder tar = new TarBuilder()
            .Pax(("size", "3"))
            .Member('L', "l", "long\0"u8.ToArray())
            .Member('0', "x", "abc"u8.ToArray());
        (TarEntry entry, string body) = One(tar);
        Assert.Equal(("long", "abc"), (Name(entry), body));
    }

    [Fact]
    public void T6_a_global_header_changes_nothing()
    {
        TarBuilder tar = new TarBuilder()
            .Member('g', "g", TarBuilder.PaxRecord("path", "evil"u8.ToArray()))
            .File("good");
        Assert.Equal("good", Name(One(tar).Entry));
    }

    [Theory]
    [InlineData('x')]
    [InlineData('g')]
    [InlineData('L')]
    [InlineData('K')]
    public void T7_a_special_header_over_one_MiB_is_refused_before_it_is_read(char type) =>
        Refused(
            new TarBuilder().Member(type, "s", size: (1 << 20) + 1),
            "over the limit",
            end: false
        );

    [Fact]
    public void T8_a_NUL_type_with_a_slash_is_a_directory() =>
        Assert.Equal(TarEntryType.Directory, One(new TarBuilder().Member('\0', "d/")).Entry.Type);

    [Fact]
    public void T9_an_unknown_type_is_refused() =>
        Refused(new TarBuilder().Member('Z', "z"), "unknown type");

    [Theory]
    [InlineData('1')]
    [InlineData('2')]
    [InlineData('3')]
    [InlineData('4')]
    [InlineData('5')]
    [InlineData('6')]
    public void T10_the_body_of_what_is_no_file_is_skipped(char type)
    {
        TarBuilder tar = new TarBuilder()
            .Member(type, "x", new byte[700], link: "y", major: 1)
            .File("after");
        Assert.Equal(["x", "after"], Read(tar.ToArray()).Select(x => Name(x.Entry)));
    }

    [Fact]
    public void T11_a_missing_trailer_is_accepted_and_a_cut_body_is_not()
    {
        Assert.Single(Read(new TarBuilder().File("a", "x").ToArray(end: false)));
        Refused(new TarBuilder().Member('0', "a", new byte[10], size: 9999), "middle", end: false);
        Refused(new TarBuilder().Pax(("path", "a")), "does not come");
    }

    [Fact]
    public void T12_names_are_bytes_and_have_limits()
    {
        Assert.Equal([0xFF, 0xFE], One(new TarBuilder().File("\u00ff\u00fe")).Entry.Name);
        Assert.Throws<ImageStoreException>(() =>
            LayerPath.Clean(
                new byte[256]
                    .AsSpan()
                    .ToArray()
                    .Select(_ => (byte)'a')
                    .ToArray()
            )
        );
        Assert.Throws<ImageStoreException>(() =>
            LayerPath.Clean(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a/", 2050))))
        );
    }

    [Theory]
    [InlineData("/a//./b/", "a/b")]
    [InlineData("../../x", "x")]
    [InlineData("dne/../.wh.etc", ".wh.etc")]
    [InlineData("..", "")]
    [InlineData("/.", "")]
    public void P1_names_are_cleaned_and_stop_at_the_root(string raw, string clean) =>
        Assert.Equal(clean, LayerPath.Clean(Encoding.ASCII.GetBytes(raw)).Text);

    [Fact]
    public void What_was_written_is_read()
    {
        var member = Gen.Select(
            Gen.String[Gen.Char['a', 'z'], 1, 90],
            Gen.String[Gen.Char['\0', '\u00ff'], 0, 2000],
            Gen.UInt[0, 0xFFF]
        );
        member
            .List[0, 6]
            .Sample(
                members =>
                {
                    TarBuilder tar = new();
                    foreach ((string name, string body, uint mode) in members)
                    {
                        tar.Pax(("path", name + "/\u00e9"))
                            .Member('0', "x", Encoding.Latin1.GetBytes(body), mode: mode);
                    }
                    Assert.Equal(
                        members.Select(x => (x.Item1 + "/\u00e9", x.Item2, x.Item3)),
                        Read(tar.ToArray())
                            .Select(x => (Name(x.Entry), x.Body, x.Entry.Permissions))
                    );
                },
                iter: 300
            );
    }

    [Fact]
    public void Damaged_archives_are_read_or_refused_and_never_anything_else()
    {
        byte[] seed = new TarBuilder()
            .Pax(("path", "p"), ("size", "5"), ("mtime", "1.5"))
            .Member('0', "x", "hello"u8.ToArray())
            .Member('L', "l", "name\0"u8.ToArray())
            .File("y", "body")
            .Symlink("s", "t")
            .ToArray();
        // checksums are repaired, or nearly all mutants would end there
        Gen.Select(Gen.Int[0, seed.Length - 1], Gen.Byte)
            .List[1, 20]
            .Sample(
                changes =>
                {
                    byte[] archive = [.. seed];
                    foreach ((int at, byte value) in changes)
                    {
                        archive[at] = value;
                    }
                    for (int i = 0; i + 512 <= archive.Length - 1024; i += 512)
                    {
                        if (archive.AsSpan(i + 257, 5).SequenceEqual("ustar"u8))
                        {
                            TarBuilder.WithChecksum(archive[i..(i + 512)]).CopyTo(archive, i);
                        }
                    }
                    _ = TarReaderTarget.Run(archive);
                },
                iter: 20_000
            );
    }
}
