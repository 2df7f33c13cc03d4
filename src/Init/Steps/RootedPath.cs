using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

/// <summary>Opens and makes things below the container's root, never outside of it.</summary>
internal static unsafe class RootedPath
{
    // openat2 answers EAGAIN when a rename or mount elsewhere raced with ".."; libpathrs bounds it too
    private const int Attempts = 128;

    private const ulong InRoot = ResolveFlags.RESOLVE_IN_ROOT | ResolveFlags.RESOLVE_NO_MAGICLINKS;

    internal static nint Open(InitFrame* frame, byte* path, int flags, ulong extraResolve = 0)
    {
        open_how how = new()
        {
            flags = (ulong)(flags | FileConstants.O_CLOEXEC),
            resolve = InRoot | extraResolve,
        };
        nint result = Kernel.EAGAIN;
        for (int i = 0; i < Attempts && result == Kernel.EAGAIN; i++)
        {
            result = Kernel.Call(
                frame,
                NR.openat2,
                frame->Root,
                (nint)path,
                (nint)(&how),
                sizeof(open_how)
            );
        }
        return result;
    }

    /// <summary>Opens a directory, making what is missing of its path with mode 0755.</summary>
    internal static nint OpenDirectory(InitFrame* frame, byte* path)
    {
        const int flags = FileConstants.O_PATH | FileConstants.O_DIRECTORY;
        nint fd = Open(frame, path, flags);
        if (fd != Kernel.ENOENT)
        {
            return fd;
        }
        for (byte* end = path + 1; ; end++)
        {
            if (*end != '/' && *end != 0)
            {
                continue;
            }
            byte stop = *end;
            *end = 0;
            nint made = MakeOne(frame, path);
            *end = stop;
            if (made < 0)
            {
                return made;
            }
            if (stop == 0)
            {
                return Open(frame, path, flags);
            }
        }
    }

    /// <summary>Opens a file as O_PATH, making an empty one, and its parents, when it is missing.</summary>
    internal static nint OpenFile(InitFrame* frame, byte* path)
    {
        nint fd = Open(frame, path, FileConstants.O_PATH);
        if (fd != Kernel.ENOENT)
        {
            return fd;
        }
        byte* name;
        nint parent = OpenParent(frame, path, &name);
        if (parent < 0)
        {
            return parent;
        }
        const int create =
            FileConstants.O_CREAT
            | FileConstants.O_EXCL
            | FileConstants.O_NOFOLLOW
            | FileConstants.O_WRONLY
            | FileConstants.O_CLOEXEC;
        nint made = Kernel.Call(
            frame,
            NR.openat,
            parent,
            (nint)name,
            create,
            0x1A4 /* 0644 */
        );
        Kernel.Close(parent);
        if (made < 0)
        {
            return made;
        }
        Kernel.Close(made);
        return Open(frame, path, FileConstants.O_PATH);
    }

    /// <summary>Opens the directory that holds the last component, making it when it is missing.</summary>
    internal static nint OpenParent(InitFrame* frame, byte* path, byte** name)
    {
        byte* slash = LastSlash(path);
        *name = slash + 1;
        if (slash == path)
        {
            byte* root = stackalloc byte[2];
            root[0] = (byte)'/';
            root[1] = 0;
            return OpenDirectory(frame, root);
        }
        *slash = 0;
        nint parent = OpenDirectory(frame, path);
        *slash = (byte)'/';
        return parent;
    }

    private static nint MakeOne(InitFrame* frame, byte* path)
    {
        nint fd = Open(frame, path, FileConstants.O_PATH);
        if (fd >= 0)
        {
            Kernel.Close(fd);
            return 0;
        }
        if (fd != Kernel.ENOENT)
        {
            return fd;
        }
        byte* slash = LastSlash(path);
        byte* root = stackalloc byte[2];
        root[0] = (byte)'/';
        root[1] = 0;
        *slash = 0;
        nint parent = Open(frame, slash == path ? root : path, FileConstants.O_PATH);
        *slash = (byte)'/';
        if (parent < 0)
        {
            return parent;
        }
        nint made = Kernel.Call(
            frame,
            NR.mkdirat,
            parent,
            (nint)(slash + 1),
            0x1ED /* 0755 */
        );
        Kernel.Close(parent);
        return made == Kernel.EEXIST ? 0 : made;
    }

    // The planner hands over clean absolute paths: they start with '/' and do not end with it.
    private static byte* LastSlash(byte* path)
    {
        byte* slash = path;
        for (byte* at = path; *at != 0; at++)
        {
            if (*at == '/')
            {
                slash = at;
            }
        }
        return slash;
    }
}
