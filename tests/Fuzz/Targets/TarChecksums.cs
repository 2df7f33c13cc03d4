using System;
using System.Globalization;
using System.Text;

namespace ContainerRt.Fuzz.Targets;

/// <summary>Puts right sums into the headers of a mutated archive: else nearly all are refused for them.</summary>
internal static class TarChecksums
{
    private const int Block = 512;
    private const int Magic = 257;
    private const int Sum = 148;

    public static byte[] Repair(byte[] archive)
    {
        byte[] repaired = [.. archive];
        for (int at = 0; at + Block <= repaired.Length; at += Block)
        {
            Span<byte> header = repaired.AsSpan(at, Block);
            if (header[Magic..].StartsWith("ustar"u8))
            {
                header.Slice(Sum, 8).Fill((byte)' ');
                int sum = 0;
                foreach (byte b in header)
                {
                    sum += b;
                }
                string octal = Convert.ToString(sum, 8).PadLeft(6, '0');
                _ = Encoding.ASCII.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{octal}\0 "),
                    header.Slice(Sum, 8)
                );
            }
        }
        return repaired;
    }
}
