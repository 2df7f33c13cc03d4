using System.Collections.Generic;
using System.Text;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>A name may only be set where it is the container's own, config.md#hostname.</summary>
internal static class HostnameRule
{
    private const int LongestName = 64; // __NEW_UTS_LEN

    internal static IEnumerable<string> Check(Config config)
    {
        bool own = NamespaceTypes.Has(config, "uts");
        (string Field, string? Name)[] names =
        [
            ("hostname", config.Hostname),
            ("domainname", config.Domainname),
        ];
        foreach ((string field, string? name) in names)
        {
            if (string.IsNullOrEmpty(name))
            {
                continue;
            }
            if (!own)
            {
                yield return $"{field}: unable to set {field} without a private UTS namespace";
            }
            if (Encoding.UTF8.GetByteCount(name) > LongestName)
            {
                yield return $"{field}: longer than {LongestName} bytes";
            }
        }
    }
}
