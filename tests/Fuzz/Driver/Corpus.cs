using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ContainerRt.Fuzz.Driver;

/// <summary>The inputs that a target begins with, and those that once broke it.</summary>
internal static class Corpus
{
    private const int LongestInput = 64 * 1024;

    public static string DirectoryOf(string target) => Checkout.At($"tests/Fuzz/corpus/{target}");

    public static IReadOnlyList<(string File, byte[] Bytes)> Of(IFuzzTarget target) =>
        [
            .. Own(target.Name)
                .Concat(target.MoreInputs.Select(Checkout.At).SelectMany(Files))
                .Select(path => (path, File.ReadAllBytes(path)))
                .Where(input => input.Item2.Length <= LongestInput),
        ];

    public static IEnumerable<string> Own(string target) => Files(DirectoryOf(target));

    private static IEnumerable<string> Files(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)
        : [];
}
