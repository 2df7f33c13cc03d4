using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace ContainerRt.Fuzz;

/// <summary>A parser with every kind of fault: the tests show with it that a fault is found.</summary>
internal sealed class BrokenTarget : IFuzzTarget
{
    public string Name => "broken";

    public IReadOnlyList<string> Words { get; } = ["<", ">"];

    public string Run(byte[] input)
    {
        switch (input)
        {
            case [(byte)'a']:
                return new byte[8 << 20].Length.ToString(
                    System.Globalization.CultureInfo.InvariantCulture
                );
            case [(byte)'s']:
                Thread.Sleep(2100);
                return "slow";
            case [(byte)'p']:
                throw new BrokenPromiseException("a promise that is broken");
        }
        int at = Array.IndexOf(input, (byte)'<');
        bool broken = at >= 0 && input.Skip(at).Contains((byte)'>');
        return broken ? $"{input[input.Length]}" : "fine";
    }
}
