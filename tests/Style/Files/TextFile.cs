using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ContainerRt.Style.Files;

/// <summary>A file of the repository, as lines.</summary>
internal sealed record TextFile(string Path, string[] Lines)
{
    /// <summary>Everything that a clone holds, but binary files and what tools have locked.</summary>
    public static IReadOnlyList<TextFile> All()
    {
        string[] names =
        [
            .. Tool.Lines(
                "git",
                "-C",
                Repository.Top,
                "ls-files",
                "--cached",
                "--others",
                "--exclude-standard"
            ),
        ];
        return
        [
            .. names
                .Where(x => !x.EndsWith("packages.lock.json", System.StringComparison.Ordinal))
                .Select(x => (Name: x, File: Repository.At(x)))
                .Where(x => File.Exists(x.File) && !File.ReadAllBytes(x.File).Contains((byte)0))
                .Select(x => new TextFile(x.Name, File.ReadAllLines(x.File))),
        ];
    }

    public IEnumerable<string> LinesWith(System.Text.RegularExpressions.Regex what) =>
        Lines
            .Select((line, index) => (line, index))
            .Where(x => what.IsMatch(x.line))
            .Select(x => $"{Path}:{x.index + 1}: {x.line.Trim()}");
}
