using System;
using System.Collections.Generic;
using System.Globalization;

namespace ContainerRt.Style.CallGraph;

/// <summary>Which function an address belongs to: `nm` of the debug file, the relocations of the program.</summary>
internal sealed class Symbols
{
    private readonly List<(ulong Start, string Name)> _byAddress = [];
    private readonly Dictionary<ulong, ulong> _cells = [];
    private readonly List<(ulong Start, ulong End)> _stubs = [];
    private readonly List<(ulong Start, ulong End)> _sealed = [];

    public static Symbols Read(string debugFile, string program)
    {
        var symbols = new Symbols();
        foreach (string line in Tool.Lines("nm", "--defined-only", "-n", debugFile))
        {
            string[] parts = line.Split(' ', 3);
            if (parts.Length == 3 && parts[1] is "t" or "T" or "W" or "w" or "i" or "V")
            {
                symbols._byAddress.Add((Hex(parts[0]), parts[2]));
            }
        }
        symbols.ReadCells(program);
        symbols.ReadStubs(program);
        symbols.ReadSealed(program);
        return symbols;
    }

    public IEnumerable<string> Names
    {
        get
        {
            foreach ((_, string name) in _byAddress)
            {
                yield return name;
            }
        }
    }

    /// <summary>The function that begins at or before the address: a jump into a body counts as a call of it.</summary>
    public string? Owner(ulong address)
    {
        if (_stubs.Exists(x => x.Start <= address && address < x.End))
        {
            return $"stub_{address & ~15UL:x}";
        }
        int low = 0;
        int high = _byAddress.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_byAddress[middle].Start <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low == 0 ? null : _byAddress[FirstOfAlias(low - 1)].Name;
    }

    /// <summary>What a pointer cell holds once the program has relocated itself; null when it may change later.</summary>
    public string? InCell(ulong cell) =>
        _sealed.Exists(x => x.Start <= cell && cell < x.End)
        && _cells.TryGetValue(cell, out ulong target)
            ? Owner(target)
            : null;

    private void ReadCells(string program)
    {
        var contents = new FileContents(program);
        foreach (string line in Tool.Lines("readelf", "-rW", program))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 4 && parts[2] is "R_X86_64_RELATIVE" or "R_X86_64_IRELATIVE")
            {
                _cells[Hex(parts[0])] = Hex(parts[3]);
            }
            else if (parts.Length == 1 && parts[0].Length == 16)
            {
                // RELR: only the cell's address is listed, what is added to the base stands in the cell itself
                ulong cell = Hex(parts[0]);
                _cells[cell] = contents.Word(cell);
            }
        }
    }

    // .plt and .iplt hold 16-byte jumps through cells and have no symbols
    private void ReadStubs(string program)
    {
        foreach (string line in Tool.Lines("readelf", "-SW", program))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int at = Array.FindIndex(
                parts,
                x => x is ".plt" or ".iplt" or ".plt.sec" or ".plt.got"
            );
            if (at >= 0 && parts.Length > at + 4)
            {
                ulong start = Hex(parts[at + 2]);
                _stubs.Add((start, start + Hex(parts[at + 4])));
            }
        }
    }

    // what RELRO covers is read-only from the first instruction of main on
    private void ReadSealed(string program)
    {
        foreach (string line in Tool.Lines("readelf", "-lW", program))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 5 && parts[0] == "GNU_RELRO")
            {
                ulong start = Hex(parts[2][2..]);
                _sealed.Add((start, start + Hex(parts[5][2..])));
            }
        }
    }

    // one address, several names (weak aliases of libc): always the same one of them
    private int FirstOfAlias(int index)
    {
        while (index > 0 && _byAddress[index - 1].Start == _byAddress[index].Start)
        {
            index--;
        }
        return index;
    }

    private static ulong Hex(string text) =>
        ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
