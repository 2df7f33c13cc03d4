using System;
using System.IO;
using System.Text;

namespace ContainerRt.ImageStore.Tests.Layers;

/// <summary>Writes archives byte by byte, hostile ones too.</summary>
internal sealed class TarBuilder
{
    private readonly MemoryStream _stream = new();

    public TarBuilder File(string name, string content = "", uint mode = 0x1A4) =>
        Member('0', name, Encoding.UTF8.GetBytes(content), mode: mode);

    public TarBuilder Directory(string name, uint mode = 0x1ED, long mtime = 1000) =>
        Member('5', name, mode: mode, mtime: mtime);

    public TarBuilder Symlink(string name, string target) => Member('2', name, link: target);

    public TarBuilder HardLink(string name, string target) => Member('1', name, link: target);

    public TarBuilder Pax(params (string Key, string Value)[] records)
    {
        MemoryStream body = new();
        foreach ((string key, string value) in records)
        {
            body.Write(PaxRecord(key, Encoding.Latin1.GetBytes(value)));
        }
        return Member('x', "pax", body.ToArray());
    }

    public static byte[] PaxRecord(string key, byte[] value)
    {
        int rest = key.Length + value.Length + 3;
        int length = rest + rest.ToString().Length;
        length = rest + length.ToString().Length;
        return [.. Encoding.ASCII.GetBytes($"{length} {key}="), .. value, (byte)'\n'];
    }

    public TarBuilder Member(
        char type,
        string name,
        byte[]? content = null,
        string link = "",
        uint mode = 0x1A4,
        long mtime = 1000,
        long? size = null,
        uint uid = 0,
        uint gid = 0,
        uint major = 0,
        uint minor = 0
    )
    {
        content ??= [];
        byte[] header = new byte[512];
        Latin(header, 0, name);
        Octal(header, 100, 8, mode);
        Octal(header, 108, 8, uid);
        Octal(header, 116, 8, gid);
        Octal(header, 124, 12, size ?? content.Length);
        Octal(header, 136, 12, mtime);
        header[156] = (byte)type;
        Latin(header, 157, link);
        Latin(header, 257, "ustar\0" + "00");
        Octal(header, 329, 8, major);
        Octal(header, 337, 8, minor);
        return Raw(WithChecksum(header)).Raw(content).Raw(new byte[-content.Length & 511]);
    }

    public static byte[] WithChecksum(byte[] header)
    {
        Latin(header, 148, "        ");
        int sum = 0;
        foreach (byte b in header)
        {
            sum += b;
        }
        Octal(header, 148, 8, sum);
        return header;
    }

    public TarBuilder Raw(byte[] bytes)
    {
        _stream.Write(bytes);
        return this;
    }

    public byte[] ToArray(bool end = true) =>
        end ? [.. _stream.ToArray(), .. new byte[1024]] : _stream.ToArray();

    private static void Latin(byte[] header, int offset, string text) =>
        Encoding.Latin1.GetBytes(text).CopyTo(header, offset);

    private static void Octal(byte[] header, int offset, int size, long value) =>
        Latin(header, offset, Convert.ToString(value, 8).PadLeft(size - 1, '0'));
}
