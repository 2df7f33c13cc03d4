using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Init;
using ContainerRt.Init.Steps;
using ContainerRt.Linux.Native;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Plan;

/// <summary>Everything about the root file system and what is mounted in it.</summary>
internal static class MountPlanner
{
    private const ulong RecursiveSlave = MountFlags.MS_SLAVE | MountFlags.MS_REC;

    internal static void EnterRoot(StepList steps, PlanRequest request, string rootfs)
    {
        Config config = request.Config;
        // Nothing that happens here may travel to the host; what the host mounts may come in when
        // the root's propagation says so, hence slave and not private. Where it keeps the sources of bind mounts in
        // their groups, mounts of the container reach the host by those that are to be shared (decision 8).
        string? name = config.Linux!.RootfsPropagation;
        steps.Add(
            new StepDraft(StepKind.Propagation, "linux.rootfsPropagation")
            {
                Flags = name switch
                {
                    "rprivate" => PropagationOf(name),
                    _ when !KeepsGroups(request) => RecursiveSlave,
                    "slave" or "unbindable" => MountFlags.MS_SLAVE,
                    _ => PropagationOf(name),
                },
            }
        );
        if (config.Linux.MaskedPaths is { Count: > 0 })
        {
            steps.AddPath(StepKind.PrepareMasks, "linux.maskedPaths", "/dev/null");
        }
        steps.Add(
            new StepDraft(StepKind.BindRoot, "root.path")
            {
                Path = rootfs,
                Flags = name is "slave" or "rslave" ? MountFlags.MS_SLAVE : MountFlags.MS_PRIVATE,
                Value = KeepsGroups(request) ? 1UL : 0,
            }
        );
    }

    internal static void Mounts(
        StepList steps,
        PlanRequest request,
        bool joinsPids,
        List<string> warnings
    )
    {
        for (int i = 0; i < (request.Config.Mounts?.Count ?? 0); i++)
        {
            Mount mount = request.Config.Mounts![i];
            MountOptions options = MountOptions.Parse(mount.Options);
            if (options is { Bind: true, Propagation: MountFlags.MS_SHARED } && request.NoPivot)
            {
                warnings.Add(
                    $"mounts[{i}].options: with --no-pivot a mount that the container makes there does not reach the host"
                );
            }
            steps.Add(
                options.Bind
                    ? Bind(mount, options, $"mounts[{i}]", Leaving(request, options)) with
                    {
                        Text = Path.Combine(request.BundleDirectory, mount.Source!),
                    }
                    : Filesystem(mount, options, $"mounts[{i}]") with
                    {
                        // else it would show the processes of who mounts it
                        Handle =
                            joinsPids && mount.Type == "proc"
                                ? StepHandle.PidNamespace
                                : StepHandle.None,
                    }
            );
        }
    }

    internal static void LeaveHost(StepList steps, PlanRequest request)
    {
        if (!request.NoPivot)
        {
            steps.Add(StepKind.PivotRoot, "root.path");
        }
        else
        {
            foreach (string mount in request.Facts.HostMountsToHide)
            {
                steps.AddPath(StepKind.HideHostMount, "--no-pivot", mount);
            }
            steps.Add(StepKind.MoveRoot, "--no-pivot");
        }
        if (PropagationOf(request.Config.Linux!.RootfsPropagation) is ulong flags and not 0)
        {
            steps.Add(
                new StepDraft(StepKind.Propagation, "linux.rootfsPropagation") { Flags = flags }
            );
        }
        steps.AddPath(
            StepKind.MakeDirectory,
            "process.cwd",
            ContainerPath.Clean(request.Config.Process!.Cwd!)
        );
    }

    /// <summary>What could not be read-only before its content was made.</summary>
    internal static void Seal(StepList steps, Config config)
    {
        for (int i = 0; i < (config.Mounts?.Count ?? 0); i++)
        {
            Mount mount = config.Mounts![i];
            if (SealsLater(mount, MountOptions.Parse(mount.Options)))
            {
                steps.AddPath(
                    StepKind.ReadonlyMount,
                    $"mounts[{i}].options",
                    ContainerPath.Clean(mount.Destination!)
                );
            }
        }
        if (config.Root!.Readonly)
        {
            steps.Add(StepKind.ReadonlyRoot, "root.readonly");
        }
    }

    internal static void Hide(StepList steps, Config config)
    {
        foreach (string path in Unique(config.Linux!.ReadonlyPaths))
        {
            steps.AddPath(StepKind.ReadonlyPath, "linux.readonlyPaths", path);
        }
        foreach (string path in Unique(config.Linux.MaskedPaths))
        {
            steps.Add(
                new StepDraft(StepKind.MaskPath, "linux.maskedPaths")
                {
                    Path = path,
                    Text = "tmpfs",
                    Options =
                    [
                        new("source", "tmpfs"),
                        new("nr_blocks", "1"),
                        new("nr_inodes", "1"),
                    ],
                }
            );
        }
    }

    private static IEnumerable<string> Unique(List<string>? paths) =>
        (paths ?? []).Select(ContainerPath.Clean).Distinct();

    private static StepDraft Bind(
        Mount mount,
        MountOptions options,
        string source,
        ulong leaving
    ) =>
        new(StepKind.MountBind, source)
        {
            Path = ContainerPath.Clean(mount.Destination!),
            Flags = options.RecursiveBind ? (ulong)FileConstants.AT_RECURSIVE : 0,
            Changes = options.BindChanges(leaving),
            Value = MayCoverProc(mount) ? MountRules.MayCoverProc : 0,
        };

    private static StepDraft Filesystem(Mount mount, MountOptions options, string source)
    {
        string type = mount.Type == "cgroup" ? "cgroup2" : mount.Type!;
        List<KeyValuePair<string, string?>> data =
        [
            new("source", string.IsNullOrEmpty(mount.Source) ? type : mount.Source),
        ];
        if (type != "cgroup2")
        {
            data.AddRange(options.Data);
        }
        ulong rules = 0;
        if (type is "proc" or "sysfs")
        {
            rules = MountRules.OrdinaryDirectory; // CVE-2019-19921
        }
        else if (type == "tmpfs" && !options.Has("mode"))
        {
            rules = MountRules.InheritMode;
        }
        rules |= options.CopyUp ? MountRules.CopyUp : 0;
        rules |= options.Has("uid") ? MountRules.KeepUid : 0;
        rules |= options.Has("gid") ? MountRules.KeepGid : 0;
        rules |= MayCoverProc(mount) ? MountRules.MayCoverProc : 0;
        ulong attributes = options.Attributes;
        bool isLong = LongOptions.Has(data);
        return new StepDraft(StepKind.MountFilesystem, source)
        {
            Path = ContainerPath.Clean(mount.Destination!),
            Text = type,
            Options = isLong ? LongOptions.Split(type, data) : data,
            Joined = isLong ? LongOptions.Joined(data) : null,
            Flags = SealsLater(mount, options)
                ? attributes & ~MountApi.MOUNT_ATTR_RDONLY
                : attributes,
            Value = rules,
            Changes = options.FilesystemChanges(),
        };
    }

    // ConfigRules lets only procfs itself and the files of lxcfs be named below /proc
    private static bool MayCoverProc(Mount mount)
    {
        string target = ContainerPath.Clean(mount.Destination!);
        return target == "/proc" || target.StartsWith("/proc/", StringComparison.Ordinal);
    }

    // later mounts and the device nodes still have to find or make their targets in it
    private static bool SealsLater(Mount mount, MountOptions options) =>
        !options.Bind && mount.Type == "tmpfs" && options.Readonly;

    /// <summary>The mounts of the host that bind mounts are made from are as shared as on the host.</summary>
    // without pivot_root the host's mounts are hidden by unmounting them, which must not travel
    private static bool KeepsGroups(PlanRequest request) =>
        !request.NoPivot
        && request.Config.Linux!.RootfsPropagation
            is "shared"
                or "rshared"
                or "slave"
                or "private"
                or "unbindable";

    // what is not to be shared leaves its group, or mounts and masks made in it would appear on the host
    private static ulong Leaving(PlanRequest request, MountOptions options) =>
        !KeepsGroups(request) || options.Propagation == MountFlags.MS_SHARED ? 0
        : options.Propagation == 0 && request.Config.Linux!.RootfsPropagation == "private"
            ? MountFlags.MS_PRIVATE
        : MountFlags.MS_SLAVE;

    private static ulong PropagationOf(string? name)
    {
        ulong kind = (name ?? "").TrimStart('r') switch
        {
            "shared" => MountFlags.MS_SHARED,
            "slave" => MountFlags.MS_SLAVE,
            "private" => MountFlags.MS_PRIVATE,
            "unbindable" => MountFlags.MS_UNBINDABLE,
            _ => 0,
        };
        bool recursive = name?.StartsWith('r') == true;
        return kind == 0 ? 0
            : recursive ? kind | MountFlags.MS_REC
            : kind;
    }
}
