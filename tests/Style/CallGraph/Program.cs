using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace ContainerRt.Style.CallGraph;

/// <summary>Who calls whom in a published program, from its disassembly.</summary>
internal sealed partial class Program
{
    private readonly Dictionary<string, Function> _functions = [];

    public Symbols Symbols { get; private init; } = new();

    public static Program Read(string file, string debugFile)
    {
        var program = new Program { Symbols = Symbols.Read(debugFile, file) };
        string before = "";
        string earlier = "";
        foreach (string line in Tool.Lines("objdump", "-d", "--no-show-raw-insn", "-w", file))
        {
            Match match = Instruction().Match(line);
            if (match.Success)
            {
                string text = match.Groups[2].Value;
                program.Take(Hex(match.Groups[1].Value), text, earlier + "\n" + before);
                earlier = before;
                before = text;
            }
        }
        return program;
    }

    public Function? Find(string name) => _functions.GetValueOrDefault(name);

    private void Take(ulong address, string text, string before)
    {
        if (Symbols.Owner(address) is not { } owner)
        {
            return;
        }
        if (!_functions.TryGetValue(owner, out Function? function))
        {
            _functions[owner] = function = new Function();
        }
        Match branch = Branch().Match(text);
        if (!branch.Success)
        {
            return;
        }
        string target = branch.Groups[2].Value;
        if (!target.StartsWith('*'))
        {
            AddDirect(function, owner, target.Split(' ')[0]);
        }
        else if (!IsSwitch(text, before))
        {
            AddIndirect(function, text);
        }
    }

    private void AddDirect(Function function, string owner, string target)
    {
        string number = target.StartsWith("0x", StringComparison.Ordinal) ? target[2..] : target;
        if (
            ulong.TryParse(
                number,
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture,
                out ulong to
            )
            && Symbols.Owner(to) is { } callee
            && callee != owner
        )
        {
            _ = function.Calls.Add(callee);
        }
    }

    // `call *0x1234(%rip) # cell`: the cell is filled by a relocation, so the target is known after all
    private void AddIndirect(Function function, string text)
    {
        Match cell = Cell().Match(text);
        if (cell.Success && Symbols.InCell(Hex(cell.Groups[1].Value)) is { } callee)
        {
            _ = function.Calls.Add(callee);
        }
        else
        {
            function.Indirect.Add(text.Trim());
        }
    }

    // a switch is compiled to: load from a table of 32-bit distances, add the base, jump to that register.
    // Any other addition before the jump is a tail call's epilogue.
    private static bool IsSwitch(string text, string before) =>
        JumpToRegister().Match(text) is { Success: true } jump
        && TableAddition().Matches(before).Any(x => x.Groups[1].Value == jump.Groups[1].Value);

    private static ulong Hex(string text) =>
        ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*([0-9a-f]+):\s+(.*)$")]
    private static partial Regex Instruction();

    [GeneratedRegex(
        @"^(?:bnd |notrack |rex\.W |data16 |addr32 |cs |ds )*(call|j[a-z]+|loop[a-z]*)q?\s+(.*)$"
    )]
    private static partial Regex Branch();

    [GeneratedRegex(@"^(?:notrack )?jmpq?\s+\*(%\w+)$")]
    private static partial Regex JumpToRegister();

    [GeneratedRegex(@"^add\s+%\w+,(%\w+)\s*$", RegexOptions.Multiline)]
    private static partial Regex TableAddition();

    [GeneratedRegex(@"\(%rip\)\s*#\s*(?:0x)?([0-9a-f]+)")]
    private static partial Regex Cell();
}
