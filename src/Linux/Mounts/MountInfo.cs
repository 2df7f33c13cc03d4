using System;
using System.Collections.Generic;
using System.Text;
using ContainerRt.Linux.Files;

namespace ContainerRt.Linux.Mounts;

/// <summary>A line of /proc/PID/mountinfo, proc_pid_mountinfo(5).</summary>
/// <param name="Root">Which directory of the file system is mounted.</param>
public sealed record MountInfo(string Root, string MountPoint, string Type)
{
    private const int LongestFile = 16 * 1024 * 1024;
    private const int FirstOptional = 6;

    /// <summary>Of this process.</summary>
    public static IReadOnlyList<MountInfo> Own() =>
        Parse(HostFile.ReadAll("/proc/self/mountinfo", LongestFile));

    public static IReadOnlyList<MountInfo> Parse(ReadOnlySpan<byte> text)
    {
        List<MountInfo> mounts = [];
        foreach (Range line in text.Split((byte)'\n'))
        {
            if (ParseLine(text[line]) is { } mount)
            {
                mounts.Add(mount);
            }
        }
        return mounts;
    }

    // id, parent, device, root, mount point, options, any number of optional fields, "-", type, source, super options
    private static MountInfo? ParseLine(ReadOnlySpan<byte> line)
    {
        string root = "";
        string point = "";
        bool afterDash = false;
        int index = 0;
        foreach (Range range in line.Split((byte)' '))
        {
            ReadOnlySpan<byte> field = line[range];
            if (afterDash)
            {
                return new MountInfo(root, point, Text(field));
            }
            root = index == 3 ? Text(field) : root;
            point = index == 4 ? Text(field) : point;
            afterDash = index >= FirstOptional && field is [(byte)'-'];
            index++;
        }
        return null;
    }

    // blanks, line feeds and backslashes of a path are written as three octal digits (mangle_path)
    private static string Text(ReadOnlySpan<byte> field)
    {
        if (!field.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(field);
        }
        byte[] plain = new byte[field.Length];
        int length = 0;
        while (!field.IsEmpty)
        {
            bool escape =
                field
                is [
                    (byte)'\\',
                    >= (byte)'0'
                    and <= (byte)'3',
                    >= (byte)'0'
                    and <= (byte)'7',
                    >= (byte)'0'
                    and <= (byte)'7',
                    ..,
                ];
            plain[length++] = escape
                ? (byte)((field[1] - '0') << 6 | (field[2] - '0') << 3 | (field[3] - '0'))
                : field[0];
            field = field[(escape ? 4 : 1)..];
        }
        return Encoding.UTF8.GetString(plain.AsSpan(0, length));
    }
}
