using System;
using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using static ContainerRt.Linux.Native.FileConstants;

namespace ContainerRt.ImageStore.Layers;

/// <summary>Makes what the members of an archive describe, in a directory that overlayfs uses as one layer.</summary>
public sealed class LayerApplier : IDisposable
{
    private readonly record struct DirectoryTimes(
        LayerPath Path,
        Timestamp Accessed,
        Timestamp Modified
    );

    // What is on its way to the disk already need not be waited for at the end of the pull. Small files would be
    // allocated one by one, which the kernel does better by itself.
    private const int EarlyWriteback = 512 * 1024;

    private readonly LayerTree _tree;
    private readonly Whiteouts _whiteouts = new();
    private readonly EntryAttributes _attributes = new();
    private readonly Dictionary<ulong, DirectoryTimes> _times = [];
    private readonly List<DeferredLink> _deferred = [];

    public LayerApplier(Fd root)
    {
        _tree = new(root);
        _tree.NoteImplicit(root, LayerPath.Root);
    }

    public void Apply(TarEntry entry, TarReader body)
    {
        LayerPath path = LayerPath.Clean(entry.Name);
        if (path.IsRoot)
        {
            ApplyRoot(entry);
        }
        else if (!_whiteouts.TryTake(path))
        {
            Create(entry, path, body);
        }
        _tree.EndEntry();
    }

    /// <summary>Sets the times of directories, which their contents have changed until now.</summary>
    public LayerSummary Finish()
    {
        _whiteouts.RemoveBookkeeping(_tree);
        foreach ((ulong inode, DirectoryTimes times) in _times)
        {
            // it may have been replaced since, even by a link that leads elsewhere
            using Fd? directory = _tree.Find(times.Path);
            if (
                directory is not null
                && StatusOf.Open(directory).OrThrow($"stat '{times.Path}'").Inode == inode
            )
            {
                TimesAt
                    .Open(directory, times.Accessed, times.Modified)
                    .OrThrow($"set times of '{times.Path}'");
            }
        }
        return new("", 0, _tree.ImplicitDirectories(), _deferred, _whiteouts.Said)
        {
            Warnings = _attributes.Warnings,
        };
    }

    public void Dispose() => _tree.Dispose();

    private void ApplyRoot(TarEntry entry)
    {
        // a link in the root's place would redirect all that follows (CVE-2021-29136)
        if (entry.Type != TarEntryType.Directory)
        {
            throw new ImageStoreException(
                $"archive: the root directory is said to be a {entry.Type}"
            );
        }
        SetDirectory(_tree.Root, entry, LayerPath.Root, existed: true);
    }

    private void Create(TarEntry entry, LayerPath path, TarReader body)
    {
        Fd parent = _tree.Directory(path.Parent);
        byte[] name = path.Name;
        switch (entry.Type)
        {
            case TarEntryType.File:
                CreateFile(parent, name, entry, body);
                break;
            case TarEntryType.Directory:
                CreateDirectory(parent, name, entry, path);
                break;
            case TarEntryType.HardLink:
                CreateLink(parent, name, entry, path);
                break;
            case TarEntryType.Symlink:
                Replacing(parent, name, () => MakeAt.Symlink(entry.LinkName, parent, name))
                    .OrThrow($"make symbolic link to '{TarEntry.Display(entry.LinkName)}'");
                _attributes.SetName(parent, name, entry);
                break;
            default:
                CreateNode(parent, name, entry);
                break;
        }
    }

    private void CreateFile(Fd parent, byte[] name, TarEntry entry, TarReader body)
    {
        SysResult<Fd> created = OpenAt.Create(parent, name, 0x180);
        if (created.Errno == Errno.EEXIST)
        {
            _tree.Remove(parent, name);
            created = OpenAt.Create(parent, name, 0x180);
        }
        using Fd file = created.OrThrow("create file");
        long size = WriteBody(file, body);
        if (size < entry.Size)
        {
            FileIo.SetLength(file, entry.Size).OrThrow("set the size of a sparse file");
        }
        if (size >= EarlyWriteback)
        {
            Sync.Begin(file, 0, 0);
        }
        _attributes.SetOpen(file, entry);
        TimesAt.Open(file, EntryAttributes.Accessed(entry), entry.Modified).OrThrow("set times");
    }

    /// <returns>Where the last byte was written.</returns>
    private static long WriteBody(Fd file, TarReader body)
    {
        long end = 0;
        for (long offset; (offset = body.Offset) != long.MaxValue; )
        {
            ReadOnlySpan<byte> piece = body.ReadBody();
            if (offset != end)
            {
                FileIo.Seek(file, offset).OrThrow("go to the next part of a sparse file");
            }
            FileIo.WriteAll(file, piece).OrThrow("write");
            end = offset + piece.Length;
        }
        return end;
    }

    private void CreateDirectory(Fd parent, byte[] name, TarEntry entry, LayerPath path)
    {
        bool existed = false;
        bool replaced = false;
        SysResult made = MakeAt.Directory(parent, name, 0x1C0);
        if (made.Errno == Errno.EEXIST)
        {
            existed = StatusOf.Name(parent, name).OrThrow("stat").IsDirectory;
            replaced = !existed;
            if (replaced)
            {
                _tree.Remove(parent, name);
            }
            made = replaced ? MakeAt.Directory(parent, name, 0x1C0) : default;
        }
        made.OrThrow("make directory");
        Fd directory = OpenAt.Directory(parent, name).OrThrow("open directory");
        // the tree closes it; this may also close the parent, which is not needed any more
        _tree.Remember(path, directory);
        if (replaced)
        {
            // what was here hid the directory of the layers below: it must stay hidden
            OverlayMarks.MakeOpaque(directory);
        }
        SetDirectory(directory, entry, path, existed);
    }

    private void SetDirectory(Fd directory, TarEntry entry, LayerPath path, bool existed)
    {
        if (existed)
        {
            EntryAttributes.ClearXattrs(directory);
        }
        _attributes.SetOpen(directory, entry);
        FileStatus status = StatusOf.Open(directory).OrThrow("stat");
        _tree.NoteExplicit(status);
        _times[status.Inode] = new(path, EntryAttributes.Accessed(entry), entry.Modified);
    }

    // Nothing but the link is made: attributes in its header would change the file under its other name (CVE-2021-32760).
    private void CreateLink(Fd parent, byte[] name, TarEntry entry, LayerPath path)
    {
        LayerPath target = LayerPath.Clean(entry.LinkName);
        if (target.IsRoot)
        {
            throw new ImageStoreException($"hard link '{path}' leads to the root directory");
        }
        using Fd? from = _tree.Find(target.Parent);
        byte[] existing = target.Name;
        SysResult<FileStatus> status = from is null ? Errno.ENOENT : StatusOf.Name(from, existing);
        if (from is null || status.Failed)
        {
            _tree.Remove(parent, name);
            _deferred.Add(new(path, target));
            return;
        }
        if (status.Value.IsDirectory)
        {
            throw new ImageStoreException($"hard link '{path}' leads to the directory '{target}'");
        }
        SysResult<FileStatus> own = StatusOf.Name(parent, name);
        if (own.Failed || !own.Value.IsSameFile(status.Value))
        {
            Replacing(parent, name, () => MakeAt.Link(from, existing, parent, name))
                .OrThrow($"make hard link to '{target}'");
        }
    }

    private void CreateNode(Fd parent, byte[] name, TarEntry entry)
    {
        uint type = entry.Type switch
        {
            TarEntryType.CharacterDevice => S_IFCHR,
            TarEntryType.BlockDevice => S_IFBLK,
            _ => S_IFIFO,
        };
        ulong device = type == S_IFIFO ? 0 : MakeAt.Device(entry.DeviceMajor, entry.DeviceMinor);
        if (type == S_IFCHR && device == 0)
        {
            throw new ImageStoreException(
                "a character device 0:0 is overlayfs's own mark for a removed file; layers say it with .wh. names"
            );
        }
        SysResult made = Replacing(
            parent,
            name,
            () => MakeAt.Node(parent, name, type | entry.Permissions, device)
        );
        if (made.Errno == Errno.EPERM && type != S_IFIFO)
        {
            // a user namespace may not make devices; the runtime brings those that a container needs
            _attributes.Warn(
                $"device '{entry.DisplayName}' is left out: {ErrnoText.Of(Errno.EPERM)}"
            );
            return;
        }
        made.OrThrow("make device or fifo");
        _attributes.SetName(parent, name, entry);
    }

    private SysResult Replacing(Fd parent, byte[] name, Func<SysResult> make)
    {
        SysResult result = make();
        if (result.Errno == Errno.EEXIST)
        {
            _tree.Remove(parent, name);
            result = make();
        }
        return result;
    }
}
