using System.Collections.Generic;
using System.Linq;
using ContainerRt.Runtime.Bundle.Rules;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle;

/// <summary>The rules that a configuration has to keep, in the order in which they are looked at.</summary>
public static class ConfigRules
{
    private delegate IEnumerable<string> Rule(Config config);

    private static readonly Rule[] _rules =
    [
        TextRule.Check,
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
    public static void Enforce(Config config) => Throw(_rules.SelectMany(rule => rule(config)));

    /// <summary>The same for a process that joins a container later.</summary>
    public static void Enforce(Process process) =>
        Throw(
            TextRule
                .Check(process, "process")
                .Concat(ProcessRule.Check(process, "process"))
                .Concat(RlimitRule.Check(process))
                .Concat(NotYetRule.Check(process))
        );

    private static void Throw(IEnumerable<string> problems)
    {
        foreach (string problem in problems)
        {
            throw new ContainerException(ContainerErrorKind.InvalidSpec, problem);
        }
    }
}
