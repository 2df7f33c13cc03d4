using System;
using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.ImageStore.Layers;

/// <summary>`.wh.` names, which hide what the layers below have and never what this layer itself brings.</summary>
internal sealed class Whiteouts(LayerTree tree)
{
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Made => _made;

    private static ReadOnlySpan<byte> Prefix => ".wh."u8;

    /// <summary>Only the last component counts: `.wh.etc/x` is an ordinary name.</summary>
    public bool TryApply(LayerPath path)
    {
        byte[] name = path.Name;
        if (!name.AsSpan().StartsWith(Prefix))
        {
            return false;
        }
        ReadOnlySpan<byte> hidden = name.AsSpan(Prefix.Length);
        if (hidden.SequenceEqual(".wh..opq"u8))
        {
            MakeOpaque(tree.Directory(path.Parent));
        }
        // the rest of .wh..wh.* is AUFS's own bookkeeping
        else if (!hidden.StartsWith(Prefix))
        {
            if (hidden.IsEmpty || hidden.SequenceEqual("."u8) || hidden.SequenceEqual(".."u8))
            {
                throw new ImageStoreException(
                    $"whiteout '{path}' would remove a directory itself or its parent"
                );
            }
            Hide(path.Parent, hidden);
        }
        return true;
    }

    private void Hide(LayerPath parentPath, ReadOnlySpan<byte> hidden)
    {
        Fd parent = tree.Directory(parentPath);
        SysResult<FileStatus> own = StatusOf.Name(parent, hidden);
        if (!own.Failed)
        {
            if (own.Value.IsDirectory)
            {
                using Fd directory = OpenAt.Directory(parent, hidden).OrThrow("open directory");
                MakeOpaque(directory);
            }
            return;
        }
        // Under an opaque directory nothing of the layers below shows, and overlayfs would list the node itself.
        if (IsUnderOpaque(parent))
        {
            return;
        }
        MakeAt.Node(parent, hidden, S_IFCHR, 0).OrThrow($"make whiteout in '{parentPath}'");
        _made.Add(
            tree.RealPath(parentPath).Child(System.Text.Encoding.Latin1.GetString(hidden)).Text
        );
    }

    /// <summary>Hides all that the layers below have in the directory, wherever in the archive this is said.</summary>
    public static void MakeOpaque(Fd directory)
    {
        OverlayMarks.MakeOpaque(directory);
        byte[] buffer = new byte[32 * 1024];
        List<byte[]> names = [];
        using Fd listed = OpenAt.Directory(directory, "."u8).OrThrow("open directory");
        DirectoryReader reader = new(listed, buffer);
        while (reader.Next(out DirectoryEntry entry).OrThrow("read directory") > 0)
        {
            if (!entry.IsDirectory)
            {
                names.Add(entry.Name.ToArray());
            }
        }
        foreach (byte[] name in names)
        {
            SysResult<FileStatus> status = StatusOf.Name(directory, name);
            if (!status.Failed && status.Value.IsWhiteout)
            {
                UnlinkAt.File(directory, name).OrThrow("remove whiteout");
            }
        }
    }

    private bool IsUnderOpaque(Fd directory)
    {
        FileStatus root = StatusOf.Open(tree.Root).OrThrow("stat layer directory");
        Fd current = OpenAt.Directory(directory, "."u8).OrThrow("open directory");
        try
        {
            while (!OverlayMarks.IsOpaque(current))
            {
                if (StatusOf.Open(current).OrThrow("stat directory").IsSameFile(root))
                {
                    return false;
                }
                Fd up = OpenAt.Directory(current, ".."u8).OrThrow("open parent directory");
                current.Dispose();
                current = up;
            }
            return true;
        }
        finally
        {
            current.Dispose();
        }
    }
}
