using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.ImageStore.Layers;

/// <summary>What can be done to a layer only when those below it are there. Layers unpack in any order, this runs in theirs.</summary>
public static class LayerCommit
{
    /// <summary>Twice gives the same result.</summary>
    public static void Settle(
        Fd layer,
        LayerSummary summary,
        IReadOnlyList<Fd> lowersTopmostFirst,
        CancellationToken cancel
    )
    {
        try
        {
            MergedLayers all = new([layer, .. lowersTopmostFirst]);
            // before anything is hidden: the name that a link leads to may be removed in the same layer
            foreach (DeferredLink link in summary.DeferredLinks)
            {
                cancel.ThrowIfCancellationRequested();
                Resolve(layer, link, all);
            }
            WhiteoutCommit whiteouts = new(layer, lowersTopmostFirst);
            whiteouts.Apply(summary.Whiteouts, cancel);
            foreach (LayerPath path in summary.ImplicitDirectories.Concat(whiteouts.Made))
            {
                cancel.ThrowIfCancellationRequested();
                if (!whiteouts.IsRemoved(path))
                {
                    SettleDirectory(layer, path, all, lowersTopmostFirst);
                }
            }
        }
        catch (KernelException e)
        {
            throw new ImageStoreException($"finish layer: {e.Message}", e);
        }
    }

    private static void SettleDirectory(
        Fd layer,
        LayerPath path,
        MergedLayers all,
        IReadOnlyList<Fd> topmostFirst
    )
    {
        using Fd directory = OpenReal(layer, path).OrThrow($"open '{path}'");
        if (path.IsRoot)
        {
            if (topmostFirst.Count > 0)
            {
                CopyAttributes(topmostFirst[0], directory);
            }
            return;
        }
        byte[] name = path.Name;
        using MergedDirectory parent = all.Open(path.Parent);
        if (parent.Look(name, from: 1) is { Status.IsDirectory: true } below)
        {
            using Fd from = OpenAt
                .Directory(below.Directory, name)
                .OrThrow($"open '{path}' of a lower layer");
            CopyAttributes(from, directory);
        }
    }

    internal static void CopyAttributes(Fd from, Fd to)
    {
        FileStatus status = StatusOf.Open(from).OrThrow("stat lower directory");
        OwnerAt.Open(to, status.Uid, status.Gid).OrThrow("set owner");
        ModeAt.Open(to, status.Permissions).OrThrow("set mode");
        CopyXattrs(from, to);
        TimesAt.Open(to, status.Accessed, status.Modified).OrThrow("set times");
    }

    private static void CopyXattrs(Fd from, Fd to)
    {
        SysResult<IReadOnlyList<byte[]>> names = Xattr.Names(from);
        foreach (byte[] name in names.Failed ? [] : names.Value)
        {
            if (EntryAttributes.IsCopied(name))
            {
                byte[] value = Xattr.Get(from, name).OrThrow("read extended attribute");
                Xattr.Set(to, name, value).OrThrow("copy extended attribute");
            }
        }
    }

    // The two names are no longer one file: a link cannot cross layers, and overlayfs itself breaks it at copy-up too.
    private static void Resolve(Fd layer, DeferredLink link, MergedLayers merged)
    {
        using Fd parent = OpenAt2
            .InRoot(layer, link.Path.Parent.ToBytes(), O_RDONLY | O_DIRECTORY)
            .OrThrow($"open '{link.Path.Parent}'");
        SysResult<FileStatus> taken = StatusOf.Name(parent, link.Path.Name);
        if (!taken.Failed)
        {
            return;
        }
        FileStatus before = StatusOf.Open(parent).OrThrow("stat directory");
        using (MergedLayers.Found? target = merged.Find(link.Target))
        {
            if (target is null || target.Status.IsDirectory)
            {
                throw new ImageStoreException(
                    $"hard link '{link.Path}' leads to '{link.Target}', which no layer of the image has as a file"
                );
            }
            Copy(target, parent, link.Path.Name);
        }
        TimesAt.Open(parent, before.Accessed, before.Modified).OrThrow("set times");
    }

    internal static void Copy(MergedLayers.Found target, Fd parent, byte[] name)
    {
        FileStatus status = target.Status;
        if (!status.IsRegular)
        {
            SysResult made = status.IsSymlink
                ? MakeAt.Symlink(
                    ReadLinkAt.Target(target.Parent, target.Name).OrThrow("read link"),
                    parent,
                    name
                )
                : MakeAt.Node(
                    parent,
                    name,
                    status.Mode,
                    MakeAt.Device(status.DeviceMajor, status.DeviceMinor)
                );
            made.OrThrow("copy the target of a hard link");
            OwnerAt.Name(parent, name, status.Uid, status.Gid).OrThrow("set owner");
            TimesAt.Name(parent, name, status.Accessed, status.Modified).OrThrow("set times");
            return;
        }
        // under another name until it is whole: a killed commit is repeated, and a name that exists counts as done
        byte[] temporary = ".crt-link-in-progress"u8.ToArray();
        TreeRemoval.Remove(parent, temporary);
        using Fd from = OpenAt
            .Read(target.Parent, target.Name)
            .OrThrow("open the target of a hard link");
        using Fd to = OpenAt.Create(parent, temporary, 0x180).OrThrow("create file");
        byte[] buffer = new byte[256 * 1024];
        while (FileIo.Read(from, buffer).OrThrow("read") is > 0 and nint length)
        {
            FileIo.WriteAll(to, buffer.AsSpan(0, (int)length)).OrThrow("write");
        }
        CopyAttributes(from, to);
        RenameAt.NoReplace(parent, temporary, parent, name).OrThrow("rename");
    }

    private static SysResult<Fd> OpenReal(Fd layer, LayerPath path) =>
        OpenAt2.Open(
            layer,
            path.ToBytes(),
            O_RDONLY | O_DIRECTORY,
            0,
            Linux.Native.ResolveFlags.RESOLVE_BENEATH
                | Linux.Native.ResolveFlags.RESOLVE_NO_SYMLINKS
        );
}
