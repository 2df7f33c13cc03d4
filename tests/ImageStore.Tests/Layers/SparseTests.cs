using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace ContainerRt.ImageStore.Tests.Layers;

/// <summary>T8: sparse members as GNU tar writes them, and as nobody should.</summary>
public sealed class SparseTests : LayerFixture
{
    public static TheoryData<string> Formats =>
        [
            "--format=gnu",
            "--format=posix --sparse-version=0.0",
            "--format=posix --sparse-version=0.1",
            "--format=posix --sparse-version=1.0",
        ];

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_GNU_tar_writes_comes_back_with_its_holes(string format)
    {
        // as many parts as need extension blocks; a hole at the end; no data at all; nothing but data
        MakeFile("many", 40L << 20, [.. Enumerable.Range(0, 90).Select(i => i * 400_000L + i)]);
        MakeFile("tail", 1L << 30, 4096);
        MakeFile("hole", 1 << 20);
        MakeFile("full", 3, 0);
        MakeFile("after", 3, 0);
        string[] names = ["many", "tail", "hole", "full", "after"];
        byte[] archive = Archived(["--sparse", .. format.Split(' ')], names);
        Unpack(new TarBuilder().Raw(archive));
        foreach (string name in names)
        {
            Assert.Equal("", Run("cmp", In($"from/{name}"), InLayer(name)));
            Assert.Equal(
                Run("stat", "-c", "%s %a", In($"from/{name}")),
                Stat(name, "%s %a") + "\n"
            );
        }
        // 512-byte blocks: the gigabyte is not written
        Assert.InRange(int.Parse(Stat("tail", "%b")), 1, 2000);
        Assert.InRange(int.Parse(Stat("many", "%b")), 1, 8000);
    }

    [Theory]
    [InlineData("5,2,3,1", "overlap")]
    [InlineData("0,2,1,1", "overlap")]
    [InlineData("9,3", "outside")]
    [InlineData("9223372036854775807,1,0,2", "outside")]
    [InlineData("0,9223372036854775807", "outside")]
    [InlineData("0,2", "2 bytes")]
    [InlineData("0,2,4", "2 bytes")]
    [InlineData("0,-3", "no number")]
    [InlineData("0, 3", "no number")]
    [InlineData("0,99999999999999999999", "no number")]
    [InlineData("", "no number")]
    public void A_map_that_cannot_be_is_refused(string map, string reason) =>
        RefusedFor(Sparse(("map", map), ("size", "10")), reason);

    [Fact]
    public void Records_that_do_not_fit_together_are_refused()
    {
        RefusedFor(Sparse(("map", "0,3")), "size of the file is missing");
        RefusedFor(Sparse(("map", "0,3"), ("size", "-1")), "no number");
        RefusedFor(Sparse(("offset", "0"), ("offset", "1"), ("size", "9")), "no place");
        RefusedFor(Sparse(("numbytes", "3"), ("size", "9")), "no place");
        RefusedFor(
            Sparse(("map", "0,3"), ("size", "9"), ("numblocks", "2")),
            "1 parts instead of 2"
        );
        RefusedFor(Sparse(("major", "2"), ("minor", "0"), ("realsize", "9")), "unknown format");
        RefusedFor(Sparse(("map", "0,3"), ("size", "9"), ("uuid", "1")), "no place");
        RefusedFor(
            new TarBuilder()
                .Pax(("GNU.sparse.map", "0,0"), ("GNU.sparse.size", "0"))
                .Directory("d"),
            "Directory has none"
        );
    }

    [Theory]
    [InlineData("1\n0\n3\n", 700, "ends within it")]
    [InlineData("999999\n", 2000, "no number")]
    [InlineData("9999999\n", 2000, "too large")]
    [InlineData("x", 2000, "no number")]
    [InlineData("1\n0\n\n", 2000, "no number")]
    [InlineData("1\n0\n99999999999999999999", 2000, "too large")]
    [InlineData("1\n0\n4\n", 515, "4 bytes")]
    public void A_map_in_the_body_that_cannot_be_is_refused(string map, int length, string reason)
    {
        byte[] body = new byte[length];
        Encoding.ASCII.GetBytes(map).CopyTo(body, 0);
        if (length == 700)
        {
            // the map says that it goes on
            body.AsSpan(6, 506).Fill((byte)'1');
            body = body[..511];
        }
        TarBuilder tar = new TarBuilder()
            .Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.realsize", "9"))
            .Member('0', "s", body);
        RefusedFor(tar, reason);
    }

    [Theory]
    [InlineData(10L << 40)]
    [InlineData(long.MaxValue)]
    public void Holes_are_limited_by_the_size_of_the_archive(long size)
    {
        RefusedFor(Sparse(("map", "0,3"), ("size", size.ToString())), "with its holes");
        TarBuilder two = new();
        for (int i = 0; i < 3; i++)
        {
            two.Pax(("GNU.sparse.map", "0,0"), ("GNU.sparse.size", $"{500L << 20}")).File($"f{i}");
        }
        RefusedFor(two, "with its holes");
    }

    [Fact]
    public void An_old_map_without_end_is_refused_and_one_that_goes_on_after_its_end_too()
    {
        byte[] header = OldHeader(goesOn: true, segments: 4);
        byte[] more = new byte[512];
        for (int i = 0; i < 21; i++)
        {
            Encoding.ASCII.GetBytes("00000000000\000000000000\0").CopyTo(more, i * 24);
        }
        more[504] = 1;
        TarBuilder tar = new TarBuilder().Raw(header);
        for (int i = 0; i < 2049; i++)
        {
            tar.Raw(more);
        }
        RefusedFor(tar, "over the limit");
        RefusedFor(new TarBuilder().Raw(OldHeader(goesOn: true, segments: 2)).Raw(more), "goes on");
        RefusedFor(
            new TarBuilder()
                .Raw(OldHeader(goesOn: false, segments: 2)[..257])
                .Raw("ustar\0"u8.ToArray()),
            "checksum"
        );
    }

    [Fact]
    public void Another_programs_type_S_is_unknown() =>
        RefusedFor(new TarBuilder().Member('S', "s"), "unknown type");

    private static byte[] OldHeader(bool goesOn, int segments)
    {
        byte[] header = new TarBuilder().Member('S', "s").ToArray()[..512];
        "ustar  \0"u8.CopyTo(header.AsSpan(257));
        for (int i = 0; i < segments; i++)
        {
            Encoding.ASCII.GetBytes("00000000000\000000000000\0").CopyTo(header, 386 + i * 24);
        }
        header[482] = goesOn ? (byte)1 : (byte)0;
        Encoding.ASCII.GetBytes("00000000011\0").CopyTo(header, 483);
        return TarBuilder.WithChecksum(header);
    }

    private static TarBuilder Sparse(params (string Key, string Value)[] records) =>
        new TarBuilder()
            .Pax([.. records.Select(x => ("GNU.sparse." + x.Key, x.Value))])
            .Member('0', "s", "abc"u8.ToArray());

    private void RefusedFor(TarBuilder tar, string reason) =>
        Assert.Contains(reason, Refused(tar).Message, StringComparison.Ordinal);

    private void MakeFile(string name, long size, params long[] data)
    {
        Directory.CreateDirectory(In("from"));
        using FileStream file = new(In($"from/{name}"), FileMode.CreateNew);
        foreach (long offset in data)
        {
            file.Position = offset;
            file.Write(Encoding.ASCII.GetBytes($"at {offset}").AsSpan(0, 3));
        }
        file.SetLength(size);
    }

    private byte[] Archived(string[] options, string[] names)
    {
        using Process tar = Process.Start(
            new ProcessStartInfo(
                "tar",
                [.. options, "-C", In("from"), "-cf", In("a.tar"), .. names]
            )
        )!;
        tar.WaitForExit();
        Assert.Equal(0, tar.ExitCode);
        byte[] archive = File.ReadAllBytes(In("a.tar"));
        // seen by GNU tar's own list too
        List<string> listed =
        [
            .. Run("tar", "-tf", In("a.tar")).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        ];
        Assert.Equal(names, listed);
        return archive;
    }
}
