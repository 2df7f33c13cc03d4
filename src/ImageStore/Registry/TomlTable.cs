using System;
using System.Collections.Generic;

namespace ContainerRt.ImageStore.Registry;

/// <summary>A table of a TOML file: the parts of its name, and the values that stand under it.</summary>
public sealed record TomlTable(IReadOnlyList<string> Name, bool IsArrayMember)
{
    public Dictionary<string, object> Values { get; } = new(StringComparer.Ordinal);

    public string? String(string key) => Values.GetValueOrDefault(key) as string;

    public bool Flag(string key) => Values.GetValueOrDefault(key) is true;
}
