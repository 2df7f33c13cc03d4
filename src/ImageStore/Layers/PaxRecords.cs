using System;
using System.Collections.Generic;
using System.Text;
using ContainerRt.Linux.Files;

namespace ContainerRt.ImageStore.Layers;

/// <summary>The records of a PAX extended header that mean something to a layer. A later record wins.</summary>
internal sealed class PaxRecords
{
    private static ReadOnlySpan<byte> XattrPrefix => "SCHILY.xattr."u8;

    public byte[]? Path { get; private set; }
    public byte[]? LinkPath { get; private set; }
    public long? Size { get; private set; }
    public uint? Uid { get; private set; }
    public uint? Gid { get; private set; }
    public Timestamp? Modified { get; private set; }
    public Timestamp? Accessed { get; private set; }
    public PaxSparse? Sparse { get; private set; }

    /// <summary>In the order of their first coming.</summary>
    public List<KeyValuePair<byte[], byte[]>> Xattrs { get; } = [];

    // a header of 1 MiB has room for 40,000 names: looking through the list for each is quadratic
    private readonly Dictionary<string, int> _xattrAt = new(StringComparer.Ordinal);

    public static PaxRecords Parse(ReadOnlySpan<byte> body)
    {
        PaxRecords records = new();
        while (!body.IsEmpty)
        {
            // the length counts itself, the space and the line feed; digits only, as Go reads it
            int space = body[..Math.Min(body.Length, 10)].IndexOf((byte)' ');
            long length =
                space > 0 && body[0] is >= (byte)'1' and <= (byte)'9'
                    ? TarNumber.Decimal(body[..space], "length of a PAX record")
                    : 0;
            if (length <= space + 1 || length > body.Length || body[(int)length - 1] != '\n')
            {
                throw new ImageStoreException("archive: a PAX record has a wrong length");
            }
            ReadOnlySpan<byte> record = body[(space + 1)..((int)length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals <= 0)
            {
                throw new ImageStoreException("archive: a PAX record has no key");
            }
            records.Take(record[..equals], record[(equals + 1)..]);
            body = body[(int)length..];
        }
        return records;
    }

    private void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        switch (Encoding.Latin1.GetString(key))
        {
            case "path":
                Path = Text(value, "path");
                break;
            case "linkpath":
                LinkPath = Text(value, "linkpath");
                break;
            case "uname" or "gname":
                Text(value, "uname");
                break;
            case "size":
                Size = value.IsEmpty ? null : TarNumber.Decimal(value, "size");
                break;
            case "uid":
                Uid = value.IsEmpty ? null : TarNumber.Id(TarNumber.Decimal(value, "uid"), "uid");
                break;
            case "gid":
                Gid = value.IsEmpty ? null : TarNumber.Id(TarNumber.Decimal(value, "gid"), "gid");
                break;
            case "mtime":
                Modified = value.IsEmpty ? null : TarNumber.Time(value, "mtime");
                break;
            case "atime":
                Accessed = value.IsEmpty ? null : TarNumber.Time(value, "atime");
                break;
            case string name when name.StartsWith("GNU.sparse.", StringComparison.Ordinal):
                Sparse ??= new();
                Sparse.Take(name["GNU.sparse.".Length..], value);
                break;
            case string name when name.StartsWith("SCHILY.xattr.", StringComparison.Ordinal):
                TakeXattr(key[XattrPrefix.Length..], value);
                break;
        }
    }

    private void TakeXattr(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (
            name.IsEmpty
            || name.Contains((byte)0)
            || name.Length > LayerLimits.Component
            || value.Length > 65536
        )
        {
            throw new ImageStoreException(
                "archive: an extended attribute has a name or value that Linux cannot hold"
            );
        }
        KeyValuePair<byte[], byte[]> xattr = new(name.ToArray(), value.ToArray());
        if (_xattrAt.TryAdd(Encoding.Latin1.GetString(name), Xattrs.Count))
        {
            Xattrs.Add(xattr);
        }
        else
        {
            Xattrs[_xattrAt[Encoding.Latin1.GetString(name)]] = xattr;
        }
    }

    // an empty value takes an earlier record back
    internal static byte[]? Text(ReadOnlySpan<byte> value, string key) =>
        value.Contains((byte)0)
            ? throw new ImageStoreException($"archive: PAX record {key} contains a NUL byte")
        : value.IsEmpty ? null
        : value.ToArray();
}
