using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using ContainerRt.Linux.Files;

namespace ContainerRt.ImageStore.Layers;

/// <summary>A member of an archive. Names are the archive's own bytes, not yet cleaned.</summary>
public sealed class TarEntry
{
    public TarEntryType Type { get; internal set; }
    public byte[] Name { get; internal set; } = [];
    public byte[] LinkName { get; internal set; } = [];
    public uint Permissions { get; internal set; }
    public uint Uid { get; internal set; }
    public uint Gid { get; internal set; }

    /// <summary>Of the contents, with the holes of a sparse file; 0 for anything but a file.</summary>
    public long Size { get; internal set; }
    public Timestamp Modified { get; internal set; }
    public Timestamp? Accessed { get; internal set; }
    public uint DeviceMajor { get; internal set; }
    public uint DeviceMinor { get; internal set; }
    public IReadOnlyList<KeyValuePair<byte[], byte[]>> Xattrs { get; internal set; } = [];

    public string DisplayName => Display(Name);

    /// <summary>Bytes of an archive for a message: control characters would reach a terminal.</summary>
    public static string Display(ReadOnlySpan<byte> name)
    {
        StringBuilder text = new();
        foreach (char c in Encoding.UTF8.GetString(name[..Math.Min(name.Length, 256)]))
        {
            text.Append(Harms(c) ? '?' : c);
        }
        return text.ToString();
    }

    // format characters turn the reading direction, separators begin lines
    private static bool Harms(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
