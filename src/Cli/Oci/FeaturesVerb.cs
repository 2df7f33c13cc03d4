using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Streams;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;

namespace ContainerRt.Cli.Oci;

/// <summary>features.md: what this runtime implements, not what this machine can do.</summary>
internal static class FeaturesVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax("features", "", "print what the runtime implements as JSON", [])
            {
                Most = 0,
            },
            Run
        );

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        Features features = new()
        {
            OciVersionMin = "1.0.0",
            OciVersionMax = VersionText.SpecVersion,
            Hooks = [],
            MountOptions = MountOptionTable.Words.ToList(),
            Linux = new LinuxFeatures
            {
                Namespaces = ["cgroup", "ipc", "mount", "network", "pid", "uts"],
                Capabilities = Capabilities.Names.ToList(),
                Cgroup = new Dictionary<string, bool>
                {
                    ["v1"] = false,
                    ["v2"] = true,
                    ["systemd"] = false,
                    ["systemdUser"] = false,
                    ["rdma"] = false,
                },
                Seccomp = Seccomp(),
                Apparmor = new Dictionary<string, bool> { ["enabled"] = false },
                Selinux = new Dictionary<string, bool> { ["enabled"] = false },
            },
            PotentiallyUnsafeConfigAnnotations = [],
        };
        StandardStreams.Output(Encoding.UTF8.GetString(FeaturesWriter.Write(features)) + "\n");
        return 0;
    }

    // csharpier-ignore-start
    private static SeccompFeatures Seccomp() => new()
    {
        Enabled = true,
        Actions =
        [
            "SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS",
            "SCMP_ACT_KILL_THREAD", "SCMP_ACT_LOG", "SCMP_ACT_TRACE", "SCMP_ACT_TRAP",
        ],
        Operators =
        [
            "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_LE", "SCMP_CMP_LT",
            "SCMP_CMP_MASKED_EQ", "SCMP_CMP_NE",
        ],
        Archs =
        [
            "SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM", "SCMP_ARCH_X32", "SCMP_ARCH_X86",
            "SCMP_ARCH_X86_64",
        ],
        KnownFlags = ["SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_TSYNC"],
        SupportedFlags = ["SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_TSYNC"],
    };
    // csharpier-ignore-end
}
