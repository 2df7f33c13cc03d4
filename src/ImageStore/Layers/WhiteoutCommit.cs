using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.ImageStore.Layers;

/// <summary>
/// Puts overlayfs's marks into a layer for what it hides. Only where a layer below really shows something: overlayfs lists
/// any other mark as a file that cannot be opened.
/// </summary>
internal sealed class WhiteoutCommit(Fd layer, IReadOnlyList<Fd> lowersTopmostFirst)
{
    private readonly MergedLayers _all = new([layer, .. lowersTopmostFirst]);
    private readonly HashSet<LayerPath> _removed = [];
    private readonly List<LayerPath> _made = [];

    /// <summary>Directories that had to be made on the way to a mark.</summary>
    public IReadOnlyList<LayerPath> Made => _made;

    /// <summary>Hidden itself, so that nothing of the directory below is kept.</summary>
    public bool IsRemoved(LayerPath path) => _removed.Contains(path);

    public void Apply(IReadOnlyList<Whiteout> whiteouts, CancellationToken cancel)
    {
        // Parents first: below what is hidden nothing shows any more and no mark is made. A directory that is hidden
        // itself is not made again for being opaque.
        foreach (
            Whiteout whiteout in Resolved(whiteouts, cancel)
                .OrderBy(x => x.Path.Components().Length)
                .ThenBy(x => x.Opaque)
        )
        {
            cancel.ThrowIfCancellationRequested();
            if (!whiteout.Opaque)
            {
                Hide(whiteout.Path);
            }
            else if (!whiteout.Path.IsRoot)
            {
                HideContents(whiteout.Path);
            }
            else
            {
                // overlayfs ignores the mark on the root of a layer
                HideAll();
            }
        }
    }

    // All before any is applied: what one removes may be the link that another one goes through.
    private List<Whiteout> Resolved(IReadOnlyList<Whiteout> whiteouts, CancellationToken cancel)
    {
        List<Whiteout> resolved = [];
        (LayerPath Said, LayerPath? Real) last = (LayerPath.Root, LayerPath.Root);
        foreach (Whiteout whiteout in whiteouts)
        {
            cancel.ThrowIfCancellationRequested();
            LayerPath directory = whiteout.Opaque ? whiteout.Path : whiteout.Path.Parent;
            if (last.Said != directory)
            {
                last = (directory, _all.Resolve(directory));
            }
            if (last.Real is { } real)
            {
                LayerPath path = whiteout.Opaque ? real : real.Child(whiteout.Path.LastComponent);
                resolved.Add(whiteout with { Path = path });
            }
        }
        return resolved;
    }

    private void HideAll()
    {
        HashSet<string> names;
        using (MergedDirectory root = _all.Open(LayerPath.Root))
        {
            names = root.Names(from: 1);
        }
        foreach (string name in names)
        {
            Hide(new(name));
        }
    }

    private void Hide(LayerPath path)
    {
        byte[] name = path.Name;
        using MergedDirectory merged = _all.Open(path.Parent);
        if (merged.Look(name, from: 1) is null)
        {
            return;
        }
        using Fd parent = Own(path.Parent);
        SysResult<FileStatus> own = StatusOf.Name(parent, name);
        if (own.Errno == Errno.ENOENT)
        {
            KeepingTimes(
                parent,
                () => MakeAt.Node(parent, name, S_IFCHR, 0).OrThrow($"make whiteout '{path}'")
            );
        }
        else if (own.OrThrow($"stat '{path}'").IsDirectory)
        {
            using Fd directory = OpenAt.Directory(parent, name).OrThrow($"open '{path}'");
            OverlayMarks.MakeOpaque(directory);
            _removed.Add(path);
        }
    }

    private void HideContents(LayerPath path)
    {
        using MergedDirectory merged = _all.Open(path.Parent);
        if (IsDirectory(merged.Look(path.Name)) && IsDirectory(merged.Look(path.Name, from: 1)))
        {
            using Fd directory = Own(path);
            OverlayMarks.MakeOpaque(directory);
        }
    }

    private static bool IsDirectory((Fd Directory, FileStatus Status)? found) =>
        found is { Status.IsDirectory: true };

    /// <summary>The layer's own directory at a path at which something shows from below: nothing in it is in the way.</summary>
    private Fd Own(LayerPath path)
    {
        Fd current = OpenAt.Directory(layer, "."u8).OrThrow("open layer directory");
        LayerPath here = LayerPath.Root;
        foreach (string component in path.Components())
        {
            using Fd parent = current;
            byte[] name = LayerPath.Bytes(component);
            here = here.Child(component);
            if (StatusOf.Name(parent, name).Errno == Errno.ENOENT)
            {
                LayerPath made = here;
                KeepingTimes(
                    parent,
                    () => MakeAt.Directory(parent, name, 0x1C0).OrThrow($"make directory '{made}'")
                );
                _made.Add(here);
            }
            current = OpenAt.Directory(parent, name).OrThrow($"open '{here}'");
        }
        return current;
    }

    private static void KeepingTimes(Fd directory, Action change)
    {
        FileStatus before = StatusOf.Open(directory).OrThrow("stat directory");
        change();
        TimesAt.Open(directory, before.Accessed, before.Modified).OrThrow("set times");
    }
}
