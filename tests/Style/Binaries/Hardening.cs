using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace ContainerRt.Style.Binaries;

/// <summary>What a linker can do to make a fault harder to use, asked of the file by readelf.</summary>
internal static partial class Hardening
{
    private const UnixFileMode SetId = UnixFileMode.SetUser | UnixFileMode.SetGroup;
    private const UnixFileMode ForeignWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private static readonly (string Weakness, Func<Elf, bool> Has)[] s_any =
    [
        ("is loaded at a fixed address (no PIE)", x => !x.Dynamic.Contains("PIE")),
        ("has no RELRO segment", x => !x.Segments.Contains("GNU_RELRO")),
        ("binds lazily, so its GOT stays writable", x => !x.Dynamic.Contains("NOW")),
        ("has an executable stack", x => !Stack().IsMatch(x.Segments)),
        ("has a segment that is writable and executable", x => WriteExecute().IsMatch(x.Segments)),
        ("has relocations in its code", x => x.Dynamic.Contains("TEXTREL")),
        ("looks for libraries where it was built", x => RunPath().IsMatch(x.Dynamic)),
        ("carries its symbols", x => x.Sections.Contains(" .symtab ")),
        ("is set-user-id or writable by others", x => (x.Mode & (SetId | ForeignWrite)) != 0),
    ];

    private static readonly (string Weakness, Func<Elf, bool> Has)[] s_static =
    [
        ("names an interpreter", x => x.Segments.Contains("INTERP")),
        ("needs a library", x => x.Dynamic.Contains("(NEEDED)")),
    ];

    public static IReadOnlyList<string> Weaknesses(string file, bool isStatic)
    {
        Elf elf = new(
            Read("-lW", file),
            Read("-dW", file),
            Read("-SW", file),
            File.GetUnixFileMode(file)
        );
        return
        [
            .. s_any
                .Concat(isStatic ? s_static : [])
                .Where(x => x.Has(elf))
                .Select(x => x.Weakness),
        ];
    }

    private static string Read(string option, string file) =>
        string.Join('\n', Tool.Lines("readelf", option, file));

    private sealed record Elf(string Segments, string Dynamic, string Sections, UnixFileMode Mode);

    [GeneratedRegex(@"GNU_STACK\s+\S+ \S+ \S+ \S+ \S+\s+RW\s", RegexOptions.None, 1000)]
    private static partial Regex Stack();

    [GeneratedRegex(@"LOAD\s+\S+ \S+ \S+ \S+ \S+\s+RWE", RegexOptions.None, 1000)]
    private static partial Regex WriteExecute();

    [GeneratedRegex(@"\((RPATH|RUNPATH)\)", RegexOptions.None, 1000)]
    private static partial Regex RunPath();
}
