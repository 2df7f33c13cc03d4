using System.Collections.Generic;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>config-linux.md#namespaces: known types only, each once, paths absolute.</summary>
internal static class NamespaceRule
{
    internal static IEnumerable<string> Check(Config config)
    {
        HashSet<string> seen = [];
        foreach (LinuxNamespace entry in config.Linux?.Namespaces ?? [])
        {
            string type = entry.Type ?? "";
            if (NamespaceTypes.FlagOf(type) == 0)
            {
                yield return $"linux.namespaces: \"{type}\" is not a type of namespace";
            }
            if (!seen.Add(type))
            {
                yield return $"linux.namespaces: duplicate namespace {type}";
            }
            if (!string.IsNullOrEmpty(entry.Path) && !entry.Path.StartsWith('/'))
            {
                yield return $"linux.namespaces: path \"{entry.Path}\" of the {type} namespace is not absolute";
            }
        }
        if (!seen.Contains("mount"))
        {
            yield return "linux.namespaces: a container without a mount namespace of its own is not supported yet";
        }
    }
}
