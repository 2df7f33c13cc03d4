using System.Collections.Generic;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Cgroups;

/// <summary>What every container may do with device nodes, after all rules of the config; runc and crun have the same.</summary>
public static class DefaultDevices
{
    public static IReadOnlyList<LinuxDeviceCgroup> Rules { get; } =
    [
        Allow("c", null, null, "m"),
        Allow("b", null, null, "m"),
        Allow("c", 1, 3, "rwm"), // null
        Allow("c", 1, 5, "rwm"), // zero
        Allow("c", 1, 7, "rwm"), // full
        Allow("c", 1, 8, "rwm"), // random
        Allow("c", 1, 9, "rwm"), // urandom
        Allow("c", 5, 0, "rwm"), // tty
        Allow("c", 5, 2, "rwm"), // ptmx
        Allow("c", 136, null, "rwm"), // pts
        Allow("c", 10, 200, "rwm"), // net/tun
    ];

    private static LinuxDeviceCgroup Allow(string type, long? major, long? minor, string access) =>
        new()
        {
            Allow = true,
            Type = type,
            Major = major,
            Minor = minor,
            Access = access,
        };
}
