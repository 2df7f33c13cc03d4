using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Integration.Programs;

namespace ContainerRt.SpecConformance.Matrix;

/// <summary>The rows of all requirements.tsv, in their order.</summary>
internal static class Requirements
{
    private static readonly string[] _areas = ["runtime", "image", "distribution"];

    public static IReadOnlyList<Requirement> All { get; } = [.. _areas.SelectMany(Read)];

    private static IEnumerable<Requirement> Read(string area) =>
        Rows(Path.Combine(area, "requirements.tsv"), 5)
            .Select(x => new Requirement(x[0], x[1], x[2], x[3], x[4]));

    /// <summary>Lines of a table with tabs; the first is the header.</summary>
    internal static IEnumerable<string[]> Rows(string file, int columns)
    {
        string path = Path.Combine(Crt.Top, "spec-conformance", file);
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] cells = line.Split('\t');
            yield return cells.Length == columns && cells.All(x => x.Trim().Length > 0)
                ? cells
                : throw new InvalidDataException($"{file}: not {columns} cells: {line}");
        }
    }
}
