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

    internal static void EnterRoot(StepList steps, Config config, string rootfs)
    {
        // Nothing that happens here may travel to the host; what the host mounts may come in when
        // the root's propagation says so, hence slave and not private.
        bool isPrivate = config.Linux!.RootfsPropagation is "private" or "rprivate";
        steps.Add(
            new StepDraft(StepKind.Propagation, "linux.rootfsPropagation")
            {
                Flags = isPrivate ? MountFlags.MS_PRIVATE | MountFlags.MS_REC : RecursiveSlave,
            }
        );
        if (config.Linux.MaskedPaths is { Count: > 0 })
        {
            steps.AddPath(StepKind.PrepareMasks, "linux.maskedPaths", "/dev/null");
        }
        steps.AddPath(StepKind.BindRoot, "root.path", rootfs);
    }

    internal static void Mounts(StepList steps, PlanRequest request, bool joinsPids)
    {
        for (int i = 0; i < (request.Config.Mounts?.Count ?? 0); i++)
        {
            Mount mount = request.Config.Mounts![i];
            MountOptions options = MountOptions.Parse(mount.Options);
            steps.Add(
                options.Bind
                    ? Bind(mount, options, $"mounts[{i}]") with
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

    private static StepDraft Bind(Mount mount, MountOptions options, string source) =>
        new(StepKind.MountBind, source)
        {
            Path = ContainerPath.Clean(mount.Destination!),
            Flags = options.RecursiveBind ? (ulong)FileConstants.AT_RECURSIVE : 0,
            Changes = options.BindChanges(),
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
        return new StepDraft(StepKind.MountFilesystem, source)
        {
            Path = ContainerPath.Clean(mount.Destination!),
            Text = type,
            Options = data,
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
