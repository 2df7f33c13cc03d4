using System;
using System.Globalization;

namespace ContainerRt.Runtime.Plan;

/// <summary>A set of processors as sched_setaffinity(2) takes it: bit N of the words is processor N.</summary>
public static class CpuSet
{
    /// <summary>The most that Linux can be built for (NR_CPUS of x86).</summary>
    public const int Most = 8192;

    private const int Bits = 64;

    /// <summary>Every processor; the kernel takes away those that the cpuset does not have.</summary>
    public static ulong[] All()
    {
        ulong[] words = new ulong[Most / Bits];
        Array.Fill(words, ulong.MaxValue);
        return words;
    }

    /// <summary>A list of the kernel's form, "0-3,7"; null when it is none, or names a processor from 8192 on.</summary>
    public static ulong[]? Parse(string list)
    {
        ulong[] words = new ulong[Most / Bits];
        foreach (string range in list.Split(','))
        {
            string[] ends = range.Trim().Split('-', 2);
            int first = Number(ends[0]);
            int last = Number(ends[^1]);
            if (first < 0 || last < first)
            {
                return null;
            }
            for (int cpu = first; cpu <= last; cpu++)
            {
                words[cpu / Bits] |= 1UL << (cpu % Bits);
            }
        }
        return words;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number < Most
            ? number
            : -1;
}
