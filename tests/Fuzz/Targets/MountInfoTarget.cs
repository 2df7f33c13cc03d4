using System;
using System.Collections.Generic;
using System.Text;
using ContainerRt.Linux.Mounts;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// /proc/PID/mountinfo, whose paths a container's user names. The lines that are whole are read, and their escapes mean
/// what a second, slower reader says.
/// </summary>
internal sealed class MountInfoTarget : IFuzzTarget
{
    public string Name => "mountinfo";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        " ", "\n", "\\040", "\\011", "\\012", "\\134", "\\043", "\\04", "\\400", "\\777", "\\", " - ", "-", " - proc proc rw", "shared:1 ", "master:2 ",
        "36 35 98:0 / /mnt rw,noatime - cgroup2 cgroup rw\n", "\xff",
    ];

    public string Run(byte[] input)
    {
        IReadOnlyList<MountInfo> read = MountInfo.Parse(input);
        List<MountInfo> expected = [];
        // Latin-1 keeps each byte as one character
        foreach (string line in Encoding.Latin1.GetString(input).Split('\n'))
        {
            string[] fields = line.Split(' ');
            int dash = fields.Length > 6 ? Array.IndexOf(fields, "-", 6) : -1;
            if (dash > 0 && dash + 1 < fields.Length)
            {
                expected.Add(new(Text(fields[3]), Text(fields[4]), Text(fields[dash + 1])));
            }
        }
        BrokenPromiseException.Unless(
            read.Count == expected.Count,
            $"{read.Count} lines are read where {expected.Count} are whole"
        );
        for (int i = 0; i < read.Count; i++)
        {
            BrokenPromiseException.Unless(
                read[i] == expected[i],
                $"{read[i]} is read where {expected[i]} stands"
            );
        }
        return new string('m', Math.Min(read.Count, 50));
    }

    private static string Text(string field)
    {
        StringBuilder text = new();
        for (int i = 0; i < field.Length; i++)
        {
            bool escape =
                field[i] == '\\'
                && i + 3 < field.Length
                && field[i + 1] is >= '0' and <= '3'
                && field[i + 2] is >= '0' and <= '7'
                && field[i + 3] is >= '0' and <= '7';
            _ = text.Append(escape ? (char)Convert.ToInt32(field[(i + 1)..(i + 4)], 8) : field[i]);
            i += escape ? 3 : 0;
        }
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text.ToString()));
    }
}
