using System;
using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.ImageStore.Layers;

/// <summary>The directory that a layer is unpacked to: finds the parents of entries, makes them, and removes.</summary>
internal sealed class LayerTree(Fd root) : IDisposable
{
    // archives go depth first, so few are needed at a time
    private const int CachedDirectories = 64;
    private readonly Dictionary<string, Fd> _directories = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, LayerPath> _implicit = [];
    private bool _stale;

    public Fd Root => root;

    public void NoteImplicit(Fd directory, LayerPath path) =>
        _implicit[StatusOf.Open(directory).OrThrow($"stat '{path}'").Inode] = path;

    public void NoteExplicit(in FileStatus directory) => _implicit.Remove(directory.Inode);

    /// <summary>Those that are still what they were when they were made.</summary>
    public List<LayerPath> ImplicitDirectories()
    {
        List<LayerPath> paths = [];
        foreach ((ulong inode, LayerPath path) in _implicit)
        {
            using Fd? directory = Find(path);
            if (
                directory is not null
                && StatusOf.Open(directory).OrThrow($"stat '{path}'").Inode == inode
            )
            {
                paths.Add(path);
            }
        }
        return paths;
    }

    /// <summary>The directory, resolved in the layer, or null.</summary>
    public Fd? Find(LayerPath path)
    {
        SysResult<Fd> found = OpenAt2.InRoot(root, path.ToBytes(), O_RDONLY | O_DIRECTORY);
        return found.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP
            ? null
            : found.OrThrow($"open '{path}'");
    }

    /// <summary>The directory, made when it is missing. It belongs to the tree: not to be closed.</summary>
    public Fd Directory(LayerPath path)
    {
        if (path.IsRoot)
        {
            return root;
        }
        if (!_directories.TryGetValue(path.Text, out Fd? directory))
        {
            directory = Find(path) ?? Walk(path);
            Remember(path, directory);
        }
        return directory;
    }

    public void Remember(LayerPath path, Fd directory)
    {
        if (_directories.Count >= CachedDirectories)
        {
            Forget();
        }
        if (_directories.Remove(path.Text, out Fd? before))
        {
            before.Dispose();
        }
        _directories[path.Text] = directory;
    }

    /// <summary>
    /// Removes what has the name. Every cached directory is forgotten, since any of their paths may have led through it
    /// (containerd's CVE-2025-47290 was such a cache).
    /// </summary>
    public void Remove(Fd parent, ReadOnlySpan<byte> name)
    {
        // the parent itself may be in the cache and must live until it was used
        TreeRemoval.Remove(parent, name);
        _stale = true;
    }

    /// <summary>Between two entries: nobody holds a directory of the tree then.</summary>
    public void EndEntry()
    {
        if (_stale)
        {
            Forget();
            _stale = false;
        }
    }

    public void Dispose() => Forget();

    private void Forget()
    {
        foreach (Fd directory in _directories.Values)
        {
            directory.Dispose();
        }
        _directories.Clear();
    }

    // Component by component, with own descriptors instead of `..`. Slower than openat2, which cannot make what is missing.
    private Fd Walk(LayerPath path)
    {
        List<(Fd Fd, string Name)> walked = [];
        Stack<string> pending = new();
        Push(pending, path.Components());
        int links = 0;
        try
        {
            while (pending.TryPop(out string? component))
            {
                Step(walked, pending, component, ref links);
            }
            return walked.Count == 0
                ? OpenAt.Directory(root, "."u8).OrThrow("open layer directory")
                : Fd.Own(walked[^1].Fd.Detach());
        }
        finally
        {
            walked.ForEach(x => x.Fd.Dispose());
        }
    }

    private void Step(
        List<(Fd Fd, string Name)> walked,
        Stack<string> pending,
        string component,
        ref int links
    )
    {
        if (component == "..")
        {
            if (walked.Count > 0)
            {
                walked[^1].Fd.Dispose();
                walked.RemoveAt(walked.Count - 1);
            }
            return;
        }
        Fd at = walked.Count == 0 ? root : walked[^1].Fd;
        byte[] name = LayerPath.Bytes(component);
        LayerPath here = Real(walked).Child(component);
        if (here.Text.Length > LayerLimits.Path)
        {
            throw new ImageStoreException(
                $"'{here}' is too deep once its links are followed: file name too long"
            );
        }
        SysResult<FileStatus> status = StatusOf.Name(at, name);
        if (!status.Failed && status.Value.IsSymlink && !LeadsToFile(here))
        {
            byte[] target = ReadLinkAt.Target(at, name).OrThrow($"read link '{here}'");
            if (++links > LayerLimits.Symlinks)
            {
                throw new ImageStoreException($"'{here}': too many levels of symbolic links");
            }
            Follow(walked, pending, target);
            return;
        }
        bool taken = !status.Failed && !status.Value.IsDirectory;
        walked.Add((Enter(at, name, here, taken, made: taken || status.Failed), component));
    }

    private Fd Enter(Fd at, byte[] name, LayerPath here, bool taken, bool made)
    {
        if (taken)
        {
            Remove(at, name);
        }
        if (made)
        {
            MakeAt.Directory(at, name, 0x1ED).OrThrow($"make directory '{here}'");
        }
        Fd directory = OpenAt.Directory(at, name).OrThrow($"open directory '{here}'");
        if (made)
        {
            ModeAt.Open(directory, 0x1ED).OrThrow($"set mode of '{here}'");
        }
        if (taken)
        {
            // what was there hid the directory of the layers below: it must stay hidden, with its owner and mode
            OverlayMarks.MakeOpaque(directory);
        }
        else if (made)
        {
            NoteImplicit(directory, here);
        }
        return directory;
    }

    private static void Follow(
        List<(Fd Fd, string Name)> walked,
        Stack<string> pending,
        byte[] target
    )
    {
        if (target is [(byte)'/', ..])
        {
            walked.ForEach(x => x.Fd.Dispose());
            walked.Clear();
        }
        string text = System.Text.Encoding.Latin1.GetString(target);
        Push(pending, text.Split('/', StringSplitOptions.RemoveEmptyEntries));
    }

    private bool LeadsToFile(LayerPath link) =>
        OpenAt2.InRoot(root, link.ToBytes(), O_PATH | O_DIRECTORY) is var opened
        && Close(opened) == Errno.ENOTDIR;

    private static Errno Close(SysResult<Fd> opened)
    {
        if (!opened.Failed)
        {
            opened.Value.Dispose();
        }
        return opened.Errno;
    }

    private static void Push(Stack<string> pending, string[] components)
    {
        for (int i = components.Length - 1; i >= 0; i--)
        {
            if (components[i] != ".")
            {
                pending.Push(components[i]);
            }
        }
    }

    private static LayerPath Real(List<(Fd Fd, string Name)> walked)
    {
        LayerPath path = LayerPath.Root;
        foreach ((_, string name) in walked)
        {
            path = path.Child(name);
        }
        return path;
    }
}
