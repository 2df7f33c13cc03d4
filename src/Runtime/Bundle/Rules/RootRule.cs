using System.Collections.Generic;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>config.md#root: on POSIX platforms root is REQUIRED, and so is its path.</summary>
internal static class RootRule
{
    internal static IEnumerable<string> Check(Config config)
    {
        if (string.IsNullOrEmpty(config.Root?.Path))
        {
            yield return "root.path: missing, the container has no root file system";
        }
    }
}
