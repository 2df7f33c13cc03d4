using System.Collections.Generic;
using System.Linq;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Cli.Oci;

/// <summary>The configuration that `spec` writes: a shell with a terminal, as runc's.</summary>
internal static class DefaultConfig
{
    private static readonly string[] _capabilities =
    [
        "CAP_AUDIT_WRITE",
        "CAP_KILL",
        "CAP_NET_BIND_SERVICE",
    ];

    private static readonly string[] _namespaces =
    [
        "pid",
        "network",
        "ipc",
        "uts",
        "mount",
        "cgroup",
    ];

    internal static Config Make() =>
        new()
        {
            OciVersion = "1.2.1",
            Process = new Process
            {
                Terminal = true,
                User = new Spec.Runtime.User(),
                Args = ["sh"],
                Env =
                [
                    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    "TERM=xterm",
                ],
                Cwd = "/",
                Capabilities = new LinuxCapabilities
                {
                    Bounding = [.. _capabilities],
                    Effective = [.. _capabilities],
                    Permitted = [.. _capabilities],
                },
                Rlimits =
                [
                    new PosixRlimit
                    {
                        Type = "RLIMIT_NOFILE",
                        Soft = 1024,
                        Hard = 1024,
                    },
                ],
                NoNewPrivileges = true,
            },
            Root = new Root { Path = "rootfs", Readonly = true },
            Hostname = "crt",
            Mounts = Mounts(),
            Linux = LinuxPart(),
        };

    private static List<Mount> Mounts() =>
        [
            Make("/proc", "proc", "proc"),
            Make("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
            Make(
                "/dev/pts",
                "devpts",
                "devpts",
                "nosuid",
                "noexec",
                "newinstance",
                "ptmxmode=0666",
                "mode=0620",
                "gid=5"
            ),
            Make(
                "/dev/shm",
                "tmpfs",
                "shm",
                "nosuid",
                "noexec",
                "nodev",
                "mode=1777",
                "size=65536k"
            ),
            Make("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
            Make("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
            Make(
                "/sys/fs/cgroup",
                "cgroup",
                "cgroup",
                "nosuid",
                "noexec",
                "nodev",
                "relatime",
                "ro"
            ),
        ];

    private static Spec.Runtime.Linux LinuxPart() =>
        new()
        {
            Resources = new LinuxResources
            {
                Devices = [new LinuxDeviceCgroup { Allow = false, Access = "rwm" }],
            },
            Namespaces = _namespaces.Select(type => new LinuxNamespace { Type = type }).ToList(),
            MaskedPaths =
            [
                "/proc/acpi",
                "/proc/asound",
                "/proc/interrupts",
                "/proc/kcore",
                "/proc/keys",
                "/proc/latency_stats",
                "/proc/timer_list",
                "/proc/timer_stats",
                "/proc/sched_debug",
                "/proc/scsi",
                "/sys/firmware",
                "/sys/devices/virtual/powercap",
            ],
            ReadonlyPaths =
            [
                "/proc/bus",
                "/proc/fs",
                "/proc/irq",
                "/proc/sys",
                "/proc/sysrq-trigger",
            ],
        };

    private static Mount Make(string target, string type, string source, params string[] options) =>
        new()
        {
            Destination = target,
            Type = type,
            Source = source,
            Options = options.Length == 0 ? null : [.. options],
        };
}
