using System.Collections.Generic;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>config.md#specification-version: ociVersion is REQUIRED and a semantic version.</summary>
internal static class VersionRule
{
    internal static IEnumerable<string> Check(Config config)
    {
        string[] parts = (config.OciVersion ?? "").Split('.');
        if (parts.Length < 3 || !int.TryParse(parts[0], out int major))
        {
            yield return $"ociVersion: \"{config.OciVersion}\" is not a version such as 1.2.0";
        }
        else if (major != 1)
        {
            yield return $"ociVersion: version {config.OciVersion} is not supported, only 1.x is";
        }
    }
}
