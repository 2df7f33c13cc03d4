using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Files;

/// <summary>Files below a directory that somebody else filled: symlinks never lead out of it.</summary>
public static unsafe class RootedFile
{
    private const int Attempts = 128;

    /// <summary>Opens a path as the container would see it, with the directory as its root.</summary>
    public static SysResult<Fd> Open(Fd root, string path, int flags)
    {
        open_how how = new()
        {
            flags = (ulong)(flags | FileConstants.O_CLOEXEC),
            resolve = ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS,
        };
        fixed (byte* name = HostFile.Utf8(path))
        {
            nint result = -(nint)Errno.EAGAIN;
            for (int i = 0; i < Attempts && result == -(nint)Errno.EAGAIN; i++)
            {
                result = Sys.Call(
                    NR.openat2,
                    root.Number,
                    (nint)name,
                    (nint)(&how),
                    sizeof(open_how)
                );
            }
            return Fd.From(result);
        }
    }

    /// <summary>Content of a regular file, or null when there is none or it is too long.</summary>
    public static byte[]? ReadRegular(Fd root, string path, int limit)
    {
        SysResult<Fd> found = Open(root, path, FileConstants.O_PATH);
        if (found.Failed)
        {
            return null;
        }
        using Fd file = found.Value;
        return ReadRegular(file, limit);
    }

    /// <summary>The same of what O_PATH has found.</summary>
    public static byte[]? ReadRegular(Fd found, int limit)
    {
        // Only what is known to be a regular file is opened: opening a device may act (a watchdog starts), opening a FIFO
        // waits. A file of procfs has no size and is left alone: a link to /proc/kmsg would have the messages read away.
        SysResult<FileStatus> status = StatusOf.Open(found);
        if (status.Failed || !status.Value.IsRegular || status.Value.Size > limit)
        {
            return null;
        }
        if (status.Value.Size == 0)
        {
            return [];
        }
        const int flags = FileConstants.O_RDONLY | FileConstants.O_NONBLOCK;
        SysResult<Fd> opened = HostFile.Open(HostPath.OfDescriptor(found), flags);
        if (opened.Failed)
        {
            return null;
        }
        using Fd file = opened.Value;
        try
        {
            return HostFile.ReadAll(file, "a file of a container", limit);
        }
        catch (KernelException)
        {
            // it has grown beyond the limit, or its file system has a fault
            return null;
        }
    }
}
