using System.Collections.Generic;
using System.IO;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Engine.Bundles;

/// <summary>The file systems that a container has besides its root, and the paths in them that are hidden.</summary>
internal static class DefaultMounts
{
    // csharpier-ignore
    public static readonly List<string> Masked =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
        "/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
    ];

    // csharpier-ignore
    public static readonly List<string> ReadOnly =
        ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    // csharpier-ignore
    public static List<Mount> For(bool privileged, string directory) =>
    [
        Make("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
        Make("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        Make("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
        Make("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", privileged ? "rw" : "ro"),
        Make("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", privileged ? "rw" : "ro"),
        Make("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
        Make("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
        .. Files(directory),
    ];

    private static IEnumerable<Mount> Files(string directory)
    {
        foreach (string name in (string[])["hosts", "hostname", "resolv.conf"])
        {
            yield return Make(
                "/etc/" + name,
                "bind",
                Path.Combine(directory, name),
                "rbind",
                "rprivate"
            );
        }
    }

    private static Mount Make(
        string destination,
        string type,
        string source,
        params string[] options
    ) =>
        new()
        {
            Destination = destination,
            Type = type,
            Source = source,
            Options = [.. options],
        };
}
