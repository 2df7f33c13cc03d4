using System;
using System.Collections.Generic;

namespace ContainerRt.ImageStore.Registry;

/// <summary>A `[[registry]]` table of registries.conf.</summary>
internal sealed record RegistryRule(string Prefix, string Location, bool Insecure, bool Blocked)
{
    public List<MirrorRule> Mirrors { get; } = [];

    public bool IsWildcard => Prefix.StartsWith("*.", StringComparison.Ordinal);

    public static RegistryRule From(TomlTable table, string origin)
    {
        string? location = table.String("location");
        string prefix = table.String("prefix") ?? location ?? "";
        return prefix.Length == 0
            ? throw new ImageStoreException(
                $"read {origin}: a registry has neither prefix nor location"
            )
            : new RegistryRule(
                prefix,
                location ?? prefix,
                table.Flag("insecure"),
                table.Flag("blocked")
            );
    }

    /// <summary>How much of a name stands for the location: of `*.example` the whole host.</summary>
    public int Covered(string name) =>
        IsWildcard ? name.IndexOf('/', StringComparison.Ordinal) : Prefix.Length;

    public bool Covers(string name)
    {
        if (IsWildcard)
        {
            string host = name[..name.IndexOf('/', StringComparison.Ordinal)];
            return host.EndsWith(Prefix[1..], StringComparison.Ordinal);
        }
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            && (name.Length == Prefix.Length || name[Prefix.Length] == '/');
    }
}
