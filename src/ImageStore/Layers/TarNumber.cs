using System;
using System.Globalization;
using ContainerRt.Linux.Files;

namespace ContainerRt.ImageStore.Layers;

/// <summary>Numbers as tar headers write them.</summary>
internal static class TarNumber
{
    /// <summary>Octal digits between spaces and NULs, or base-256 when the high bit is set.</summary>
    public static long Parse(ReadOnlySpan<byte> field, string name)
    {
        if ((field[0] & 0x80) != 0)
        {
            return Base256(field, name);
        }
        field = field.TrimStart((byte)' ');
        int end = field.IndexOfAny((byte)' ', (byte)0);
        field = end < 0 ? field : field[..end];
        long value = 0;
        foreach (byte digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3)
            {
                throw Bad(name);
            }
            value = (value << 3) | (long)(digit - '0');
        }
        return value;
    }

    public static uint Id(long value, string name) =>
        // 2^32-1 means "leave it alone" to chown
        value is < 0 or >= uint.MaxValue
            ? throw Bad(name)
            : (uint)value;

    public static long Decimal(ReadOnlySpan<byte> text, string name) =>
        long.TryParse(
            text,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out long value
        )
            ? value
            : throw Bad(name);

    /// <summary>Seconds with a fraction: nanoseconds are cut off, times outside the kernel's range clamped.</summary>
    public static Timestamp Time(ReadOnlySpan<byte> text, string name)
    {
        int point = text.IndexOf((byte)'.');
        long seconds = Decimal(point < 0 ? text : text[..point], name);
        uint nanoseconds = 0;
        ReadOnlySpan<byte> fraction = point < 0 ? default : text[(point + 1)..];
        uint unit = 100_000_000;
        foreach (byte digit in fraction)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                throw Bad(name);
            }
            nanoseconds += unit * (uint)(digit - '0');
            unit /= 10;
        }
        // whatever is before 1970 is clamped to it, -0.25 as well
        return text[0] == '-' ? default : Clamp(seconds, nanoseconds);
    }

    // before 1970 and after 2^34 s some file systems refuse
    public static Timestamp Clamp(long seconds, uint nanoseconds = 0) =>
        seconds < 0 ? default
        : seconds > 0x3_7fff_ffff ? new(0x3_7fff_ffff, 0)
        : new(seconds, nanoseconds);

    private static long Base256(ReadOnlySpan<byte> field, string name)
    {
        bool negative = (field[0] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = 0; i < field.Length; i++)
        {
            byte part = i == 0 ? (byte)(negative ? field[0] | 0x80 : field[0] & 0x3f) : field[i];
            if (value > long.MaxValue >> 8 || value < long.MinValue >> 8)
            {
                throw Bad(name);
            }
            value = (value << 8) | part;
        }
        return value;
    }

    private static ImageStoreException Bad(string name) =>
        new($"archive: {name} is not a number that tar allows");
}
