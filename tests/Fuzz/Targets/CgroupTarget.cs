using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using ContainerRt.Fuzz.Driver;
using ContainerRt.Runtime.Cgroups;

namespace ContainerRt.Fuzz.Targets;

/// <summary>cgroup.procs: the numbers of its lines, and nothing else; 0 for a process of another pid namespace.</summary>
internal sealed class CgroupTarget : IFuzzTarget
{
    private readonly Scratch _scratch = new();

    public CgroupTarget() => _scratch.Directories("group");

    public string Name => "cgroup";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
        ["\n", "0\n", "1\n", "-1\n", "+1\n", " 1\n", "1 \n", "2147483647\n", "2147483648\n", "\0", "0x1\n", "populated 1\n", "\r\n"];

    // with the naive reader's lines
    public long BytesPerByte => 300;

    public string Run(byte[] input)
    {
        _scratch.Write("group/cgroup.procs", input);
        using CgroupDirectory group = CgroupDirectory
            .Open(_scratch.Top, "group")
            .OrThrow("open group");
        IReadOnlyList<int> pids = group.Processes();
        int[] expected =
        [
            .. Encoding
                .UTF8.GetString(input)
                .Split('\n')
                // what .NET takes for the end of a number, and the kernel never writes
                .Select(line => line.TrimEnd('\0'))
                .Where(line => line.Length > 0 && line.All(char.IsAsciiDigit))
                .Select(line => line.TrimStart('0').PadLeft(1, '0'))
                .Where(digits => digits.Length < 19)
                .Select(digits => long.Parse(digits, CultureInfo.InvariantCulture))
                .Where(number => number <= int.MaxValue)
                .Select(number => (int)number),
        ];
        BrokenPromiseException.Unless(
            pids.SequenceEqual(expected),
            $"the pids are {string.Join(' ', pids)} instead of {string.Join(' ', expected)}"
        );
        return new string('p', Math.Min(pids.Count, 50));
    }
}
