using System;
using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;

namespace ContainerRt.ImageStore.Layers;

/// <summary>The directories that overlayfs would merge into one, topmost first, each with the number of its layer.</summary>
internal sealed class MergedDirectory : IDisposable
{
    private readonly List<(int Layer, Fd Fd)> _parts = [];

    public static MergedDirectory Root(IReadOnlyList<Fd> layersTopmostFirst)
    {
        MergedDirectory root = new();
        for (int i = 0; i < layersTopmostFirst.Count; i++)
        {
            // overlayfs does not look at the mark of an opaque directory here: each root is merged
            Fd part = OpenAt.Directory(layersTopmostFirst[i], "."u8).OrThrow("open layer");
            root._parts.Add((i, part));
        }
        return root;
    }

    /// <summary>What shows under the name, or null.</summary>
    /// <param name="name">Of one component.</param>
    /// <param name="from">The first layer that counts: 1 is what shows through from below the topmost.</param>
    public (Fd Directory, FileStatus Status)? Look(ReadOnlySpan<byte> name, int from = 0)
    {
        foreach ((int layer, Fd part) in _parts)
        {
            if (layer >= from && StatusIn(part, name) is { } status)
            {
                return status.IsWhiteout ? null : (part, status);
            }
        }
        return null;
    }

    /// <summary>All names in the parts of layers from this one on, whiteouts too.</summary>
    public HashSet<string> Names(int from)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        byte[] buffer = new byte[32 * 1024];
        foreach ((int layer, Fd part) in _parts)
        {
            if (layer < from)
            {
                continue;
            }
            using Fd listed = OpenAt.Directory(part, "."u8).OrThrow("open directory");
            DirectoryReader reader = new(listed, buffer);
            while (reader.Next(out DirectoryEntry entry).OrThrow("read directory") > 0)
            {
                names.Add(System.Text.Encoding.Latin1.GetString(entry.Name));
            }
        }
        return names;
    }

    /// <summary>Becomes what is merged below it. Nothing is left when the name is no directory.</summary>
    public void Enter(ReadOnlySpan<byte> name)
    {
        int kept = 0;
        bool hidden = false;
        for (int i = 0; i < _parts.Count; i++)
        {
            (int layer, Fd part) = _parts[i];
            FileStatus? status = hidden ? null : StatusIn(part, name);
            if (status?.IsDirectory == true)
            {
                Fd child = OpenAt.Directory(part, name).OrThrow("open directory");
                _parts[kept++] = (layer, child);
                hidden = OverlayMarks.IsOpaque(child);
            }
            // a whiteout or a file in the way hides whatever is below
            hidden |= status is not null && !status.Value.IsDirectory;
            part.Dispose();
        }
        _parts.RemoveRange(kept, _parts.Count - kept);
    }

    public void Dispose()
    {
        _parts.ForEach(x => x.Fd.Dispose());
        _parts.Clear();
    }

    private static FileStatus? StatusIn(Fd directory, ReadOnlySpan<byte> name)
    {
        SysResult<FileStatus> status = StatusOf.Name(directory, name);
        return status.Errno == Errno.ENOENT ? null : status.OrThrow("stat");
    }
}
