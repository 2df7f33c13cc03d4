using System.Collections.Generic;
using System.Linq;

namespace ContainerRt.Runtime.Plan;

/// <summary>The variables of a process, NAME=VALUE: of each name the one that was set last, in the place where it was set.</summary>
public sealed class ProcessEnvironment
{
    private readonly List<string?> _entries = [];
    private readonly Dictionary<string, int> _places = [];

    public ProcessEnvironment(params IEnumerable<string> variables)
    {
        foreach (string variable in variables)
        {
            Set(variable);
        }
    }

    public void Set(string variable)
    {
        string name = variable.Split('=', 2)[0];
        Unset(name);
        _places[name] = _entries.Count;
        _entries.Add(variable);
    }

    public void Unset(string name)
    {
        if (_places.Remove(name, out int place))
        {
            _entries[place] = null;
        }
    }

    public string? ValueOf(string name) =>
        _places.TryGetValue(name, out int place) ? _entries[place]![(name.Length + 1)..] : null;

    /// <summary>As with runc: an empty HOME is none.</summary>
    public ProcessEnvironment WithHome(string home)
    {
        if (string.IsNullOrEmpty(ValueOf("HOME")))
        {
            Set($"HOME={home}");
        }
        return this;
    }

    public List<string> ToList() => [.. _entries.OfType<string>()];
}
