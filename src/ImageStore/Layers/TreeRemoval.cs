using System;
using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;

namespace ContainerRt.ImageStore.Layers;

/// <summary>
/// Removes a tree without recursion and with two descriptors, however deep it is: the way up is `..`, and where it leads is
/// compared with where the walk came from. No link is followed and no mount is entered.
/// </summary>
public static class TreeRemoval
{
    private readonly record struct Level(FileStatus Status, byte[] Name);

    /// <summary>
    /// Fails where <see cref="Remove"/> would fail for want of openat2: asked before anything is made that has to be
    /// removed some day. There is no other call that stops at a mount point.
    /// </summary>
    public static void Need(Fd parent, string path)
    {
        using Fd same = Open(parent, "."u8)
            .OrThrow($"open {path} by openat2, without which nothing could be removed there");
    }

    /// <summary>Whatever has the name goes; nothing there is fine.</summary>
    public static void Remove(Fd parent, ReadOnlySpan<byte> name)
    {
        SysResult file = UnlinkAt.File(parent, name);
        if (file.Errno == Errno.EISDIR)
        {
            RemoveDirectory(parent, name.ToArray());
        }
        else if (file.Errno != Errno.ENOENT)
        {
            file.OrThrow($"remove '{TarEntry.Display(name)}'");
        }
    }

    /// <summary>All that is in the directory, which stays.</summary>
    public static void Empty(Fd directory)
    {
        byte[] buffer = new byte[32 * 1024];
        while (NextDirectory(directory, buffer) is { } child)
        {
            RemoveDirectory(directory, child);
        }
    }

    private static void RemoveDirectory(Fd parent, byte[] name)
    {
        byte[] buffer = new byte[32 * 1024];
        Stack<Level> above = new();
        Fd current = Descend(parent, name);
        above.Push(new(Status(parent), name));
        try
        {
            while (above.Count > 0)
            {
                if (NextDirectory(current, buffer) is { } child)
                {
                    above.Push(new(Status(current), child));
                    Replace(ref current, Descend(current, child));
                    continue;
                }
                Level level = above.Pop();
                // at the top the caller's own descriptor is the parent
                using Fd? up = above.Count == 0 ? null : Ascend(current, level.Status);
                UnlinkAt
                    .Directory(up ?? parent, level.Name)
                    .OrThrow($"remove directory '{TarEntry.Display(level.Name)}'");
                if (up is not null)
                {
                    Replace(ref current, Fd.Own(up.Detach()));
                }
            }
        }
        finally
        {
            current.Dispose();
        }
    }

    /// <summary>Removes the files of a directory up to a subdirectory that is not empty, and names that.</summary>
    private static byte[]? NextDirectory(Fd directory, Span<byte> buffer)
    {
        bool removed;
        do
        {
            removed = false;
            DirectoryReader.Rewind(directory).OrThrow("rewind directory");
            DirectoryReader reader = new(directory, buffer);
            while (reader.Next(out DirectoryEntry entry).OrThrow("read directory") > 0)
            {
                SysResult result = entry.IsDirectory
                    ? UnlinkAt.Directory(directory, entry.Name)
                    : UnlinkAt.File(directory, entry.Name);
                if (result.Errno is Errno.ENOTEMPTY or Errno.EEXIST or Errno.EISDIR)
                {
                    return entry.Name.ToArray();
                }
                if (result.Errno != Errno.ENOENT)
                {
                    result.OrThrow($"remove '{TarEntry.Display(entry.Name)}'");
                }
                removed = true;
            }
            // some file systems skip names while others are removed: look again
        } while (removed);
        return null;
    }

    private static Fd Descend(Fd directory, byte[] name)
    {
        SysResult<Fd> child = Open(directory, name);
        if (child.Errno == Errno.EACCES)
        {
            ModeAt
                .Name(directory, name, 0x1C0)
                .OrThrow($"make '{TarEntry.Display(name)}' accessible");
            child = Open(directory, name);
        }
        return child.OrThrow(
            $"open directory '{TarEntry.Display(name)}' for removal (a mount point is not entered)"
        );
    }

    private static Fd Ascend(Fd directory, FileStatus expected)
    {
        Fd up = Open(directory, ".."u8).OrThrow("open parent directory");
        FileStatus status = Status(up);
        if (!status.IsSameFile(expected))
        {
            up.Dispose();
            throw new ImageStoreException(
                "remove directory: it was moved elsewhere meanwhile; nothing more was removed"
            );
        }
        return up;
    }

    private static SysResult<Fd> Open(Fd directory, ReadOnlySpan<byte> name) =>
        OpenAt2.SameFileSystem(directory, name, Linux.Native.FileConstants.O_DIRECTORY);

    private static FileStatus Status(Fd directory) =>
        StatusOf.Open(directory).OrThrow("stat directory");

    private static void Replace(ref Fd current, Fd next)
    {
        current.Dispose();
        current = next;
    }
}
