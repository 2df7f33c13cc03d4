using System;
using System.IO;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle;

/// <summary>A destination that begins with the root's path on the host means the place below the root, as with runc.</summary>
internal static class MountTargets
{
    // before the rules: they must see the place that is mounted on, or /proc could be named by the host's path
    internal static void TakeBelowRoot(Config config, string bundle)
    {
        string? path = config.Root?.Path;
        if (string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            return;
        }
        string root = Path.GetFullPath(path, bundle).TrimEnd('/') + "/";
        foreach (Mount mount in config.Mounts ?? [])
        {
            string? target = mount?.Destination;
            if (target is null || target.Contains('\0', StringComparison.Ordinal))
            {
                continue;
            }
            string full = Path.GetFullPath(target, "/") + "/";
            if (root != "/" && full.StartsWith(root, StringComparison.Ordinal))
            {
                mount!.Destination = full[(root.Length - 1)..];
            }
        }
    }
}
