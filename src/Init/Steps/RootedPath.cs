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

    /// <summary>0 when there is something, of whatever kind.</summary>
    internal static nint Find(InitFrame* frame, byte* path)
    {
        nint fd = Open(frame, path, FileConstants.O_PATH);
        if (fd < 0)
        {
            return fd;
        }
        Kernel.Close(fd);
        return 0;
    }

    /// <summary>Opens a directory, making what is missing of its path with mode 0755.</summary>
    internal static nint OpenDirectory(InitFrame* frame, byte* path) =>
        OpenOrMake(frame, path, directory: true);

    /// <summary>Opens a file as O_PATH, making an empty one, and its parents, when it is missing.</summary>
    internal static nint OpenFile(InitFrame* frame, byte* path) =>
        OpenOrMake(frame, path, directory: false);

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

    private static nint OpenOrMake(InitFrame* frame, byte* path, bool directory)
    {
        int flags = FileConstants.O_PATH | (directory ? FileConstants.O_DIRECTORY : 0);
        byte* followed = stackalloc byte[2 * DanglingLink.MaxPath];
        for (int links = 0; links <= DanglingLink.Most; links++)
        {
            nint fd = Open(frame, path, flags);
            if (fd != Kernel.ENOENT)
            {
                return fd;
            }
            byte* end = path + Kernel.Length(path);
            nint result = directory ? MakeMissing(frame, path, &end) : MakeFile(frame, path);
            if (result == Kernel.EEXIST)
            {
                byte* next = followed + links % 2 * DanglingLink.MaxPath;
                result = DanglingLink.Follow(frame, path, end, next);
                path = next;
            }
            if (result < 0)
            {
                return result;
            }
        }
        return Kernel.ELOOP;
    }

    /// <summary>Makes the directories of a path that are not there; EEXIST and where it ends for a dangling link.</summary>
    private static nint MakeMissing(InitFrame* frame, byte* path, byte** stopped)
    {
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
            if (made < 0 || stop == 0)
            {
                *stopped = end;
                return made;
            }
        }
    }

    private static nint MakeFile(InitFrame* frame, byte* path)
    {
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
        if (made >= 0)
        {
            Kernel.Close(made);
            return 0;
        }
        return made;
    }

    private static nint MakeOne(InitFrame* frame, byte* path)
    {
        nint found = Find(frame, path);
        if (found != Kernel.ENOENT)
        {
            return found;
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
        if (made != Kernel.EEXIST)
        {
            return made;
        }
        // somebody else made it meanwhile, or it is a link that leads nowhere
        found = Find(frame, path);
        return found == Kernel.ENOENT ? Kernel.EEXIST : found;
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
