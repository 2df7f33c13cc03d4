using System.Collections.Generic;

namespace ContainerRt.Cli.Arguments;

/// <summary>The options and positional arguments that were given.</summary>
internal sealed class ParsedArguments
{
    private readonly Dictionary<string, List<string>> _values = [];

    public List<string> Positionals { get; } = [];

    public bool HelpWanted => Flag("help");

    public bool Has(string name) => _values.ContainsKey(name);

    public bool Flag(string name) => Value(name) == "true";

    public string? Value(string name) =>
        _values.TryGetValue(name, out List<string>? given) ? given[^1] : null;

    /// <summary>As docker: an empty value is none.</summary>
    public string? Filled(string name) => Value(name) is { Length: > 0 } value ? value : null;

    public IReadOnlyList<string> Values(string name) =>
        _values.TryGetValue(name, out List<string>? given) ? given : [];

    internal void Add(string name, string value)
    {
        if (!_values.TryGetValue(name, out List<string>? given))
        {
            _values[name] = given = [];
        }
        given.Add(value);
    }
}
