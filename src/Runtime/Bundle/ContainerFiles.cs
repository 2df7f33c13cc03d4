using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Runtime.Plan;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Bundle;

/// <summary>
/// Files as the container's processes see them, read from outside: below its root when it runs; before that below the root
/// that it will have, or in the source of the mount that will cover them.
/// </summary>
/// <remarks>
/// Whether a mount covers a file is told by the names alone. A link that leads out of the mount, or from the root into a mount,
/// is not followed there: what it leads to exists only once the container does.
/// </remarks>
/// <param name="root">Not owned.</param>
/// <param name="mounts">What is still to be mounted, in this order.</param>
/// <param name="bundle">Where relative sources begin.</param>
public sealed class ContainerFiles(Fd root, IReadOnlyList<Mount> mounts, string bundle)
{
    /// <summary>Of a container that runs: all its mounts are there.</summary>
    public ContainerFiles(Fd root)
        : this(root, [], "/") { }

    /// <summary>Content of a regular file, or null when there is none or it is too long.</summary>
    /// <param name="path">Absolute and clean.</param>
    /// <param name="limit">In bytes.</param>
    public byte[]? ReadRegular(string path, int limit)
    {
        Mount? cover = mounts.LastOrDefault(mount => Covers(TargetOf(mount), path));
        if (cover is null)
        {
            return RootedFile.ReadRegular(root, path, limit);
        }
        MountOptions options = MountOptions.Parse(cover.Options);
        if (!options.Bind)
        {
            return options.CopyUp ? RootedFile.ReadRegular(root, path, limit) : null;
        }
        string source = System.IO.Path.Combine(bundle, cover.Source ?? "");
        return ReadBound(source, path[TargetOf(cover).Length..].TrimStart('/'), limit);
    }

    private static byte[]? ReadBound(string source, string below, int limit)
    {
        SysResult<Fd> opened = HostFile.Open(source, FileConstants.O_PATH);
        if (opened.Failed)
        {
            return null;
        }
        using Fd bound = opened.Value;
        if (below.Length == 0)
        {
            return RootedFile.ReadRegular(bound, limit);
        }
        SysResult<Fd> found = OpenAt2.Beneath(
            bound,
            Encoding.UTF8.GetBytes(below),
            FileConstants.O_PATH
        );
        if (found.Failed)
        {
            return null;
        }
        using Fd file = found.Value;
        return RootedFile.ReadRegular(file, limit);
    }

    private static string TargetOf(Mount mount) =>
        System.IO.Path.GetFullPath(ContainerPath.Clean(mount.Destination ?? ""));

    private static bool Covers(string target, string path) =>
        path == target || path.StartsWith(target.TrimEnd('/') + "/", StringComparison.Ordinal);
}
