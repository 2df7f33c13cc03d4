using System.Collections.Generic;
using System.Linq;
using ContainerRt.Init;
using ContainerRt.Linux.Native;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Plan;

/// <summary>Device nodes and links in /dev, config-linux.md#default-devices and #devices.</summary>
internal static class DevicePlanner
{
    private const uint DefaultMode = 0x1B6; // 0666

    private static readonly (string Path, uint Minor, uint Major)[] _defaults =
    [
        ("/dev/null", 3, 1),
        ("/dev/zero", 5, 1),
        ("/dev/full", 7, 1),
        ("/dev/random", 8, 1),
        ("/dev/urandom", 9, 1),
        ("/dev/tty", 0, 5),
    ];

    private static readonly (string Path, string Target, bool Replace)[] _links =
    [
        ("/dev/fd", "/proc/self/fd", false),
        ("/dev/stdin", "/proc/self/fd/0", false),
        ("/dev/stdout", "/proc/self/fd/1", false),
        ("/dev/stderr", "/proc/self/fd/2", false),
        ("/dev/core", "/proc/kcore", false),
        ("/dev/ptmx", "pts/ptmx", true),
    ];

    internal static void Plan(StepList steps, Config config)
    {
        // a /dev that the user brings is the user's: nothing is made in it
        if (!NeedsSetup(config))
        {
            return;
        }
        List<LinuxDevice> devices = config.Linux!.Devices ?? [];
        foreach ((string path, uint minor, uint major) in _defaults)
        {
            if (!devices.Exists(device => device.Path == path))
            {
                steps.Add(Node("default device", path, "c", (major, minor), null));
            }
        }
        for (int i = 0; i < devices.Count; i++)
        {
            LinuxDevice device = devices[i];
            steps.Add(
                Node(
                    $"linux.devices[{i}]",
                    ContainerPath.Clean(device.Path!),
                    device.Type!,
                    ((uint)device.Major, (uint)device.Minor),
                    device
                )
            );
        }
        foreach ((string path, string target, bool replace) in _links)
        {
            steps.Add(
                new StepDraft(StepKind.MakeLink, "default device")
                {
                    Path = path,
                    Text = target,
                    Value = replace ? 1UL : 0,
                }
            );
        }
    }

    internal static bool NeedsSetup(Config config) =>
        config.Mounts?.Any(mount =>
            ContainerPath.Clean(mount.Destination!) == "/dev"
            && MountOptions.Parse(mount.Options).Bind
        ) != true;

    private static StepDraft Node(
        string source,
        string path,
        string type,
        (uint Major, uint Minor) number,
        LinuxDevice? device
    ) =>
        new(StepKind.MakeDevice, source)
        {
            Path = path,
            Flags = TypeOf(type) | (device?.FileMode ?? DefaultMode) & 0xFFF,
            Value = Number(number.Major, number.Minor),
            Numbers = [device?.Uid ?? 0, device?.Gid ?? 0],
        };

    private static uint TypeOf(string type) =>
        type switch
        {
            "b" => FileConstants.S_IFBLK,
            "p" => FileConstants.S_IFIFO,
            _ => FileConstants.S_IFCHR,
        };

    // new_encode_dev() of the kernel, what mknod(2) takes and stat(2) gives
    private static ulong Number(uint major, uint minor) =>
        minor & 0xFF | major << 8 | (ulong)(minor & ~0xFFu) << 12;
}
