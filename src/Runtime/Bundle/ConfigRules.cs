using System.Collections.Generic;
using ContainerRt.Runtime.Bundle.Rules;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle;

/// <summary>The rules that a configuration has to keep, in the order in which they are looked at.</summary>
public static class ConfigRules
{
    private delegate IEnumerable<string> Rule(Config config);

    private static readonly Rule[] _rules =
    [
        VersionRule.Check,
        RootRule.Check,
        ProcessRule.Check,
        NamespaceRule.Check,
        HostnameRule.Check,
        MountRule.Check,
        RlimitRule.Check,
        SysctlRule.Check,
        PathRule.Check,
        AnnotationRule.Check,
        NotYetRule.Check,
    ];

    /// <summary>Throws for the first rule that is broken; the message starts with the field.</summary>
    public static void Enforce(Config config)
    {
        foreach (Rule rule in _rules)
        {
            foreach (string problem in rule(config))
            {
                throw new ContainerException(ContainerErrorKind.InvalidSpec, problem);
            }
        }
    }
}
