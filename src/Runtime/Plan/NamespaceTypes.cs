using System.Linq;
using ContainerRt.Linux.Native;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Plan;

/// <summary>The names of namespaces in config.json, config-linux.md#namespaces.</summary>
public static class NamespaceTypes
{
    /// <summary>CLONE_NEW*, or 0 for a name that is none.</summary>
    public static ulong FlagOf(string type) =>
        type switch
        {
            "pid" => Clone.CLONE_NEWPID,
            "network" => Clone.CLONE_NEWNET,
            "mount" => Clone.CLONE_NEWNS,
            "ipc" => Clone.CLONE_NEWIPC,
            "uts" => Clone.CLONE_NEWUTS,
            "user" => Clone.CLONE_NEWUSER,
            "cgroup" => Clone.CLONE_NEWCGROUP,
            "time" => Clone.CLONE_NEWTIME,
            _ => 0,
        };

    /// <summary>Whether the container has its own namespace of a type, or joins another's.</summary>
    public static bool Has(Config config, string type) =>
        config.Linux?.Namespaces?.Any(entry => entry.Type == type) == true;
}
