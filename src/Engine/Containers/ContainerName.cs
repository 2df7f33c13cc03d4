using System;
using System.Collections.Generic;
using System.Linq;

namespace ContainerRt.Engine.Containers;

/// <summary>Names of containers: an adjective and a surname when the user gives none.</summary>
public static class ContainerName
{
    private const int MaxLength = 128;

    // csharpier-ignore
    private static readonly string[] s_adjectives =
    [
        "amber", "bold", "brisk", "calm", "candid", "clever", "cosy", "crisp", "deft", "eager", "early", "fair", "frank",
        "gentle", "glad", "golden", "grand", "happy", "hardy", "humble", "jolly", "keen", "kind", "lively", "lucid",
        "mellow", "merry", "mild", "neat", "nimble", "noble", "patient", "placid", "plucky", "prompt", "proud", "quick",
        "quiet", "rapid", "ready", "silver", "sincere", "snug", "sober", "steady", "sunny", "swift", "tidy", "vivid", "witty",
    ];

    // csharpier-ignore
    private static readonly string[] s_surnames =
    [
        "abel", "ampere", "archimedes", "babbage", "banach", "boole", "borg", "cantor", "cauchy", "church", "curry", "dijkstra",
        "dirac", "erdos", "euclid", "euler", "faraday", "fermat", "fourier", "galois", "gauss", "germain", "godel", "hamming",
        "hilbert", "hoare", "hopper", "huffman", "kleene", "knuth", "kovalevskaya", "lamport", "leibniz", "lovelace", "maxwell",
        "mccarthy", "mendel", "milner", "naur", "noether", "pascal", "poincare", "ramanujan", "ritchie", "shannon", "tarski",
        "thompson", "turing", "wiles", "wirth",
    ];

    /// <exception cref="EngineException">The name has characters that a name cannot have.</exception>
    public static void Check(string name)
    {
        bool good =
            name.Length is > 1 and <= MaxLength
            && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
        if (!good)
        {
            throw new EngineException(
                $"container name \"{name}\": want a letter or digit, then letters, digits, \"_\", \".\" or \"-\", 2 to {MaxLength} in all"
            );
        }
    }

    public static string Generate(HashSet<string> taken)
    {
        for (int attempt = 0; ; attempt++)
        {
#pragma warning disable CA5394 // names are no secret
            string name =
                $"{s_adjectives[Random.Shared.Next(s_adjectives.Length)]}_{s_surnames[Random.Shared.Next(s_surnames.Length)]}";
            name = attempt < 8 ? name : $"{name}{Random.Shared.Next(1, 1 << (attempt / 8 + 3))}";
#pragma warning restore CA5394
            if (!taken.Contains(name))
            {
                return name;
            }
        }
    }
}
