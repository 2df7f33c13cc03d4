using System.Collections.Generic;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>config.md#posix-process: known types; duplicate entries MUST be an error.</summary>
internal static class RlimitRule
{
    internal static IEnumerable<string> Check(Config config) => Check(config.Process);

    internal static IEnumerable<string> Check(Process? process)
    {
        HashSet<string> seen = [];
        foreach (PosixRlimit limit in process?.Rlimits ?? [])
        {
            if (Rlimits.NumberOf(limit.Type) < 0)
            {
                yield return $"process.rlimits: \"{limit.Type}\" is not a resource limit";
            }
            else if (!seen.Add(limit.Type!))
            {
                yield return $"process.rlimits: {limit.Type} is there twice";
            }
            if (limit.Soft > limit.Hard)
            {
                yield return $"process.rlimits: soft limit {limit.Soft} of {limit.Type} is above the hard limit {limit.Hard}";
            }
        }
    }
}
