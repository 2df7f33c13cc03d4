using System.Collections.Generic;
using System.Linq;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Plan;

/// <summary>The five sets as masks.</summary>
internal sealed record CapabilityMasks(
    ulong Bounding,
    ulong Permitted,
    ulong Effective,
    ulong Inheritable,
    ulong Ambient
)
{
    private const ulong SysAdmin = 1 << 21;

    /// <summary>What a process has that is still to load a filter without no_new_privs, seccomp(2).</summary>
    internal CapabilityMasks WithLoadingOfFilters() =>
        this with
        {
            Permitted = Permitted | SysAdmin,
            Effective = Effective | SysAdmin,
        };

    /// <summary>
    /// What cannot be mapped or granted is a warning and no error, config.md#linux-process: an
    /// unknown name grants nothing.
    /// </summary>
    internal static CapabilityMasks Of(LinuxCapabilities? sets, List<string> warnings)
    {
        List<string> unknown = [];
        ulong inheritable = Capabilities.Mask(sets?.Inheritable, unknown);
        ulong permitted = Capabilities.Mask(sets?.Permitted, unknown);
        ulong ambient = Capabilities.Mask(sets?.Ambient, unknown);
        ulong possible = permitted & inheritable;
        warnings.AddRange(
            (sets?.Ambient ?? [])
                .Where(name => (Capabilities.Mask([name], []) & ~possible) != 0)
                .Select(name =>
                    $"can't raise ambient capability {name}: not permitted and inheritable (process.capabilities)"
                )
        );
        CapabilityMasks masks = new(
            Capabilities.Mask(sets?.Bounding, unknown),
            permitted,
            Capabilities.Mask(sets?.Effective, unknown),
            inheritable,
            ambient & possible
        );
        foreach (string name in unknown.Distinct())
        {
            warnings.Add($"process.capabilities: unknown capability {name}");
        }
        return masks;
    }
}
