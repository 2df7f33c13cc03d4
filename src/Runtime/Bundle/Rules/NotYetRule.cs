using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle.Rules;

/// <summary>What a bundle may ask for and crt does not do yet is an error that names the field.</summary>
internal static class NotYetRule
{
    internal static IEnumerable<string> Check(Config config)
    {
        foreach (string problem in Check(config.Process).Concat(Refused(Fields(config))))
        {
            yield return problem;
        }
        foreach ((string kind, List<JsonElement>? hooks) in config.Hooks ?? [])
        {
            if (hooks is { Count: > 0 })
            {
                yield return $"hooks.{kind}: not supported yet";
            }
        }
    }

    /// <summary>The part that `exec` has too.</summary>
    internal static IEnumerable<string> Check(Process? process) =>
        Refused([
            ("process.apparmorProfile", !string.IsNullOrEmpty(process?.ApparmorProfile)),
            ("process.selinuxLabel", !string.IsNullOrEmpty(process?.SelinuxLabel)),
            ("process.scheduler", Given(process?.Scheduler)),
            ("process.ioPriority", Given(process?.IoPriority)),
        ]);

    // a loop and no query: Select after Where is a generic virtual method, whose first call costs 0.1 ms
    private static IEnumerable<string> Refused((string Field, bool Present)[] fields)
    {
        foreach ((string field, bool present) in fields)
        {
            if (present)
            {
                yield return $"{field}: not supported yet";
            }
        }
    }

    private static (string Field, bool Present)[] Fields(Config config)
    {
        Spec.Runtime.Linux? linux = config.Linux;
        LinuxResources? resources = linux?.Resources;
        // csharpier-ignore-start
        return
        [
            ("linux.uidMappings", linux?.UidMappings is { Count: > 0 }),
            ("linux.gidMappings", linux?.GidMappings is { Count: > 0 }),
            ("linux.namespaces (user)", linux?.Namespaces?.Exists(n => n.Type == "user") == true),
            ("linux.namespaces (time)", linux?.Namespaces?.Exists(n => n.Type == "time") == true),
            ("linux.mountLabel", !string.IsNullOrEmpty(linux?.MountLabel)),
            ("linux.intelRdt", Given(linux?.IntelRdt)),
            ("linux.personality", Given(linux?.Personality)),
            ("linux.timeOffsets", Filled(linux?.TimeOffsets)),
            ("linux.netDevices", Filled(linux?.NetDevices)),
            ("linux.memoryPolicy", Given(linux?.MemoryPolicy)),
            ("linux.resources.blockIO", Filled(resources?.BlockIo)),
            ("linux.resources.hugepageLimits", Filled(resources?.HugepageLimits)),
            ("linux.resources.network", Filled(resources?.Network)),
            ("linux.resources.rdma", Filled(resources?.Rdma)),
            ("linux.seccomp (SCMP_ACT_NOTIFY)", Notifies(linux?.Seccomp)),
            ("vm", Given(config.Vm)),
        ];
        // csharpier-ignore-end
    }

    // without a rule that notifies there is nothing to send to listenerPath, and it is passed over as by runc
    private static bool Notifies(LinuxSeccomp? profile) =>
        profile?.Syscalls?.Exists(rule => rule?.Action == "SCMP_ACT_NOTIFY") == true;

    /// <summary>An object of which a member is required, or which means something when it has none.</summary>
    private static bool Given(JsonElement? element) =>
        element is JsonElement { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };

    /// <summary>A list, or an object without required members: empty it asks for nothing, and docker writes it so.</summary>
    internal static bool Filled(JsonElement? element) =>
        element is JsonElement value
        && value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => false,
            JsonValueKind.Object => value.GetPropertyCount() > 0,
            JsonValueKind.Array => value.GetArrayLength() > 0,
            _ => true,
        };
}
