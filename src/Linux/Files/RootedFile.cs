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
        SysResult<Fd> opened = Open(root, path, FileConstants.O_RDONLY | FileConstants.O_NONBLOCK);
        if (opened.Failed)
        {
            return null;
        }
        using Fd file = opened.Value;
        stat info;
        byte empty = 0;
        nint result = Sys.Call(
            NR.newfstatat,
            file.Number,
            (nint)(&empty),
            (nint)(&info),
            FileConstants.AT_EMPTY_PATH
        );
        bool regular =
            result >= 0 && (info.st_mode & FileConstants.S_IFMT) == FileConstants.S_IFREG;
        try
        {
            return regular ? HostFile.ReadAll(file, path, limit) : null;
        }
        catch (KernelException e) when (e.Errno == Errno.EFBIG)
        {
            return null;
        }
    }
}
