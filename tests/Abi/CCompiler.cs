using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace ContainerRt.Abi;

/// <summary>Asks gcc, syntax only. What it prints is sorted into failures and names it does not know.</summary>
internal static class CCompiler
{
    public static CheckedDeclarations Check(CProgram program)
    {
        string[] absent = Absent(Compile(program.Text, [])).ToArray();
        // enumerators (enum fsconfig_command ...) are no macros: each absent name is tried as an expression
        string[] enumerators =
            absent.Length == 0 ? [] : absent.Except(UnknownTo(program.Text, absent)).ToArray();
        string[] lines = Compile(program.Text, enumerators.Select(x => $"-DCRT_ENUMERATOR_{x}"));
        string[] failures = lines
            .Where(x => x.Contains("error:", StringComparison.Ordinal))
            .ToArray();
        return new CheckedDeclarations(program.Assertions, failures, [.. Absent(lines)]);
    }

    private static IEnumerable<string> UnknownTo(string text, string[] names)
    {
        IEnumerable<string> includes = text.Split('\n')
            .TakeWhile(x =>
                x.StartsWith('#') && !x.StartsWith("#if defined", StringComparison.Ordinal)
            );
        string uses = string.Concat(names.Select(x => $"enum {{ crt_use_{x} = (int)({x}) }};\n"));
        string[] lines = Compile(string.Join('\n', includes) + "\n" + uses, []);
        return names.Where(x =>
            lines.Any(line =>
                line.Contains($"‘{x}’ undeclared", StringComparison.Ordinal)
                || line.Contains($"'{x}' undeclared", StringComparison.Ordinal)
            )
        );
    }

    private static IEnumerable<string> Absent(string[] lines) =>
        lines
            .Where(x =>
                x.Contains("note: ", StringComparison.Ordinal)
                && x.Contains("absent ", StringComparison.Ordinal)
            )
            .Select(x =>
                x[(x.IndexOf("absent ", StringComparison.Ordinal) + 7)..].Trim('’', '\'', ' ')
            )
            .Distinct();

    private static string[] Compile(string text, IEnumerable<string> defines)
    {
        var start = new ProcessStartInfo("gcc")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["LC_ALL"] = "C";
        foreach (
            string argument in (string[])
                ["-std=gnu11", "-fsyntax-only", "-fmax-errors=0", .. defines, "-xc", "-"]
        )
        {
            start.ArgumentList.Add(argument);
        }
        using Process gcc = Process.Start(start)!;
        gcc.StandardInput.Write(text);
        gcc.StandardInput.Close();
        string said = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        return said.Split('\n');
    }
}
