using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ContainerRt.Style;

/// <summary>The checkout that the tests stand in.</summary>
internal static class Repository
{
    public static string Top { get; } = FindTop();

    public static string At(string relative) => Path.Combine(Top, relative);

    /// <summary>Sources written by hand below src and tests.</summary>
    public static IEnumerable<string> CSharpFiles(string below = "") =>
        Directory
            .EnumerateFiles(At(below), "*.cs", SearchOption.AllDirectories)
            .Where(x => !IsMade(x))
            .Order(StringComparer.Ordinal);

    public static bool IsMade(string path) =>
        path.Contains("/obj/", StringComparison.Ordinal)
        || path.Contains("/bin/", StringComparison.Ordinal)
        || path.Contains("/out/", StringComparison.Ordinal)
        || path.EndsWith(".g.cs", StringComparison.Ordinal);

    public static string Relative(string path) => Path.GetRelativePath(Top, path);

    private static string FindTop()
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "ContainerRt.sln")))
            {
                return at;
            }
        }
        throw new InvalidOperationException("the tests do not stand below ContainerRt.sln");
    }
}
