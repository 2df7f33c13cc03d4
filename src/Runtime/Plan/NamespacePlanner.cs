using System.Linq;
using ContainerRt.Init;
using ContainerRt.Linux.Native;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Plan;

/// <summary>Joins, unshares and fills the namespaces that clone3 does not make.</summary>
internal static class NamespacePlanner
{
    internal static void Enter(StepList steps, Config config)
    {
        for (int i = 0; i < config.Linux!.Namespaces!.Count; i++)
        {
            LinuxNamespace entry = config.Linux.Namespaces[i];
            string source = $"linux.namespaces[{i}]";
            ulong flag = NamespaceTypes.FlagOf(entry.Type!);
            if (!string.IsNullOrEmpty(entry.Path) && flag != Clone.CLONE_NEWPID)
            {
                steps.Add(
                    new StepDraft(StepKind.JoinNamespace, source)
                    {
                        Text = entry.Path,
                        Flags = flag,
                        Handle = StepHandle.Namespace,
                    }
                );
            }
            else if (flag == Clone.CLONE_NEWCGROUP)
            {
                steps.Add(new StepDraft(StepKind.UnshareNamespace, source) { Flags = flag });
            }
        }
        if (IsNew(config, "network"))
        {
            steps.Add(StepKind.LoopbackUp, "linux.namespaces (network)");
        }
    }

    /// <summary>After all that may make a helper of its own: from here on each child is in sight of the container.</summary>
    internal static void EnterPids(StepList steps, Config config)
    {
        int i = config.Linux!.Namespaces!.FindIndex(entry =>
            entry.Type == "pid" && !string.IsNullOrEmpty(entry.Path)
        );
        if (i >= 0)
        {
            steps.Add(
                new StepDraft(StepKind.JoinNamespace, $"linux.namespaces[{i}]")
                {
                    Text = config.Linux.Namespaces[i].Path,
                    Flags = Clone.CLONE_NEWPID,
                    Handle = StepHandle.PidNamespace,
                }
            );
        }
    }

    internal static void Configure(StepList steps, Config config)
    {
        if (!string.IsNullOrEmpty(config.Hostname))
        {
            steps.AddText(StepKind.Hostname, "hostname", config.Hostname);
        }
        if (!string.IsNullOrEmpty(config.Domainname))
        {
            steps.AddText(StepKind.Domainname, "domainname", config.Domainname);
        }
        foreach ((string key, string value) in config.Linux!.Sysctl ?? [])
        {
            steps.Add(
                new StepDraft(StepKind.Sysctl, $"linux.sysctl.{key}")
                {
                    Path = $"sys/{SysctlPath.Of(key)}",
                    Text = value,
                }
            );
        }
    }

    private static bool IsNew(Config config, string type) =>
        config.Linux!.Namespaces!.Any(entry =>
            entry.Type == type && string.IsNullOrEmpty(entry.Path)
        );
}
