using System;
using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;

namespace ContainerRt.ImageStore.Layers;

/// <summary>Owner, mode, extended attributes, times: in this order, since chown clears set-uid bits and capabilities.</summary>
internal sealed class EntryAttributes
{
    private const int MaxWarnings = 32;
    private readonly HashSet<string> _warnings = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Warnings => [.. _warnings];

    public void Warn(string text)
    {
        if (_warnings.Count < MaxWarnings)
        {
            _warnings.Add(text);
        }
    }

    /// <summary>For what is open; the times of a directory come later.</summary>
    public void SetOpen(Fd fd, TarEntry entry)
    {
        OwnerResult(OwnerAt.Open(fd, entry.Uid, entry.Gid), entry);
        ModeAt.Open(fd, entry.Permissions).OrThrow("set mode");
        foreach ((byte[] name, byte[] value) in entry.Xattrs)
        {
            if (IsApplied(name))
            {
                XattrResult(Xattr.Set(fd, name, value), name);
            }
        }
    }

    /// <summary>For a link or a device, which are not opened.</summary>
    public void SetName(Fd parent, ReadOnlySpan<byte> file, TarEntry entry)
    {
        OwnerResult(OwnerAt.Name(parent, file, entry.Uid, entry.Gid), entry);
        if (entry.Type != TarEntryType.Symlink)
        {
            ModeAt.Name(parent, file, entry.Permissions).OrThrow("set mode");
        }
        foreach ((byte[] name, byte[] value) in entry.Xattrs)
        {
            if (IsApplied(name))
            {
                XattrResult(Xattr.SetName(parent, file, name, value), name);
            }
        }
        TimesAt.Name(parent, file, Accessed(entry), entry.Modified).OrThrow("set times");
    }

    /// <summary>A directory that came twice keeps nothing of its first coming but the marks of overlayfs.</summary>
    public static void ClearXattrs(Fd directory)
    {
        SysResult<IReadOnlyList<byte[]>> names = Xattr.Names(directory);
        foreach (byte[] name in names.Failed ? [] : names.Value)
        {
            if (IsCopied(name))
            {
                Xattr.Remove(directory, name).OrThrow("remove extended attribute");
            }
        }
    }

    public static Timestamp Accessed(TarEntry entry) =>
        entry.Accessed is { } time && time.Seconds > entry.Modified.Seconds ? time : entry.Modified;

    /// <summary>Those that a layer may carry. Overlay's own would redirect lookups or hide files (kernel doc overlayfs).</summary>
    public static bool IsCopied(ReadOnlySpan<byte> name) =>
        (name.StartsWith("user."u8) && !name.StartsWith("user.overlay."u8))
        || name.SequenceEqual("security.capability"u8)
        || name.SequenceEqual("security.ima"u8)
        || name.SequenceEqual("system.posix_acl_access"u8)
        || name.SequenceEqual("system.posix_acl_default"u8);

    private bool IsApplied(byte[] name)
    {
        bool copied = IsCopied(name);
        if (!copied)
        {
            Warn($"extended attribute {TarEntry.Display(name)} is not taken from images");
        }
        return copied;
    }

    private void XattrResult(SysResult result, byte[] name)
    {
        // user.* on links and devices is EPERM by design, xattr(7); the others depend on the file system
        if (result.Errno is Errno.EOPNOTSUPP or Errno.EPERM)
        {
            Warn($"extended attribute {TarEntry.Display(name)}: {ErrnoText.Of(result.Errno)}");
        }
        else
        {
            result.OrThrow($"set extended attribute {TarEntry.Display(name)}");
        }
    }

    private static void OwnerResult(SysResult result, TarEntry entry)
    {
        if (result.Errno == Errno.EINVAL)
        {
            throw new ImageStoreException(
                $"set owner {entry.Uid}:{entry.Gid} of '{entry.DisplayName}': there might not be enough IDs available in the "
                    + "namespace: give the user more in /etc/subuid and /etc/subgid"
            );
        }
        result.OrThrow($"set owner {entry.Uid}:{entry.Gid}");
    }
}
