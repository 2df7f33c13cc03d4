using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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
    private static readonly string[] s_readOnly =
        ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    // A new owner or mode of a file that procfs has beside the processes is one of the kernel's entry, which each
    // procfs shows, the host's too (proc_notify_change in fs/proc/generic.c).
    /// <summary>What is the kernel's in procfs, and not a process's.</summary>
    public static List<string> ReadOnly() =>
        [
            .. new DirectoryInfo("/proc")
                .EnumerateFileSystemInfos()
                .Where(entry => !char.IsAsciiDigit(entry.Name[0]) && entry.LinkTarget is null)
                .Select(entry => entry.FullName)
                .Except(Masked)
                .Union(s_readOnly)
                .Order(StringComparer.Ordinal),
        ];

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
