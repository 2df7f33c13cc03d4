using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Layers;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// The records of a PAX header, or an <see cref="ImageStoreException"/>. Path and number of attributes are what a naive
/// reader finds, which takes each record for "LENGTH KEY=VALUE".
/// </summary>
internal sealed class PaxTarget : IFuzzTarget
{
    public string Name => "pax";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. TarWords.All, "8 uid=1\n", "18 uid=4294967295\n", "9 gid=-1\n", "11 mtime=1\n", "20 atime=1.123456789\n", "27 mtime=1.9999999999999999\n", "8 path=\n",
        "SCHILY.xattr.", "26 SCHILY.xattr.user.b=\x00\x01\n", "9 a=\0=b=\n", "=", "\n", " ", "0", "-",
    ];

    public long BytesPerByte => 150;

    public string Run(byte[] input)
    {
        PaxRecords records;
        try
        {
            records = PaxRecords.Parse(input);
        }
        catch (ImageStoreException e)
        {
            return e.Message;
        }
        Dictionary<string, string> naive = Naive(Encoding.Latin1.GetString(input));
        string? path = naive.TryGetValue("path", out string? text) && text.Length > 0 ? text : null;
        BrokenPromiseException.Unless(
            (records.Path is null ? null : Encoding.Latin1.GetString(records.Path)) == path,
            $"the path is not \"{path}\""
        );
        int xattrs = 0;
        foreach (string key in naive.Keys)
        {
            xattrs += key.StartsWith("SCHILY.xattr.", StringComparison.Ordinal) ? 1 : 0;
        }
        BrokenPromiseException.Unless(
            records.Xattrs.Count == xattrs,
            $"{records.Xattrs.Count} attributes where there are {xattrs}"
        );
        bool early = naive.TryGetValue("mtime", out string? time) && time.StartsWith('-');
        BrokenPromiseException.Unless(
            !early || records.Modified?.Seconds == 0,
            "a time before 1970 is not 1970"
        );
        return $"{string.Join(' ', naive.Keys)}";
    }

    private static Dictionary<string, string> Naive(string text)
    {
        Dictionary<string, string> records = new(StringComparer.Ordinal);
        for (int at = 0; at < text.Length; )
        {
            int space = text.IndexOf(' ', at);
            int length = int.Parse(text[at..space], CultureInfo.InvariantCulture);
            string[] pair = text[(space + 1)..(at + length - 1)].Split('=', 2);
            records[pair[0]] = pair[1];
            at += length;
        }
        return records;
    }
}
