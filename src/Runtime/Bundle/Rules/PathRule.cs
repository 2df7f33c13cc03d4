using System.Collections.Generic;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>Paths in the container are absolute, config-linux.md#masked-paths and #devices.</summary>
internal static class PathRule
{
    // MINORBITS of the kernel is 20, of the 32 bits of a dev_t
    private const long HighestMajor = 0xFFF;
    private const long HighestMinor = 0xFFFFF;

    private static readonly HashSet<string> _propagations =
    [
        "",
        "shared",
        "rshared",
        "slave",
        "rslave",
        "private",
        "rprivate",
        "unbindable",
        "runbindable",
    ];

    internal static IEnumerable<string> Check(Config config)
    {
        foreach (string path in config.Linux?.MaskedPaths ?? [])
        {
            if (!path.StartsWith('/'))
            {
                yield return $"linux.maskedPaths: \"{path}\" is not absolute";
            }
        }
        foreach (string path in config.Linux?.ReadonlyPaths ?? [])
        {
            if (!path.StartsWith('/'))
            {
                yield return $"linux.readonlyPaths: \"{path}\" is not absolute";
            }
        }
        foreach (LinuxDevice device in config.Linux?.Devices ?? [])
        {
            if (device.Path is null || !device.Path.StartsWith('/') || device.Path.EndsWith('/'))
            {
                yield return $"linux.devices: \"{device.Path}\" is not the absolute path of a file";
            }
            if (device.Major is < 0 or > HighestMajor || device.Minor is < 0 or > HighestMinor)
            {
                yield return $"linux.devices: {device.Major}:{device.Minor} of {device.Path} is no device number";
            }
            if (device.Type is not ("c" or "b" or "u" or "p"))
            {
                yield return $"linux.devices: \"{device.Type}\" is not a type of device";
            }
        }
        string propagation = config.Linux?.RootfsPropagation ?? "";
        if (!_propagations.Contains(propagation))
        {
            yield return $"linux.rootfsPropagation: \"{propagation}\" is not a kind of propagation";
        }
    }
}
