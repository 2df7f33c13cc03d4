using ContainerRt.Linux;
using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

/// <summary>
/// `tmpcopyup`: what a tmpfs is about to cover is copied into it, with owners and modes. Each name is opened without
/// following links; a hard link becomes a second file, extended attributes and times stay behind. What is mounted below is
/// not the image's and stays behind too: the masks of /proc are not in place yet.
/// </summary>
internal static unsafe class CopyUp
{
    private const int DeepestTree = 64;
    private const int EntriesSize = 2048;
    private const int LongestLink = 4096;
    private const uint PermissionBits = 0xFFF;

    // struct linux_dirent64: inode, offset, length of the record, type, name
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    private const int OpenDirectory =
        FileConstants.O_RDONLY
        | FileConstants.O_DIRECTORY
        | FileConstants.O_NOFOLLOW
        | FileConstants.O_CLOEXEC;

    // a directory and its copy, and how deep they lie
    private readonly struct Pair(nint from, nint to, int depth)
    {
        public readonly nint From = from;
        public readonly nint To = to;
        public readonly int Depth = depth;
    }

    /// <param name="target">The directory that will be covered, opened with O_PATH.</param>
    /// <param name="mount">The new file system, attached nowhere yet.</param>
    internal static nint Into(InitFrame* frame, nint target, nint mount, ulong rules)
    {
        byte* dot = stackalloc byte[2];
        dot[0] = (byte)'.';
        dot[1] = 0;
        stat info;
        nint result = MountSteps.Stat(frame, target, &info);
        result =
            result < 0
                ? result
                : Kernel.Call(
                    frame,
                    NR.fchownat,
                    mount,
                    (nint)dot,
                    (rules & MountRules.KeepUid) != 0 ? -1 : (nint)info.st_uid,
                    (rules & MountRules.KeepGid) != 0 ? -1 : (nint)info.st_gid
                );
        return result < 0 ? result : Tree(frame, target, mount, dot, 0);
    }

    private static nint Tree(InitFrame* frame, nint from, nint to, byte* name, int depth)
    {
        if (depth == DeepestTree)
        {
            return -(nint)Errno.ELOOP;
        }
        nint source = OpenHere(frame, from, name, OpenDirectory);
        if (source < 0)
        {
            return source == Kernel.EXDEV ? 0 : source;
        }
        nint copy = Kernel.Call(frame, NR.openat, to, (nint)name, OpenDirectory);
        if (copy < 0)
        {
            return copy;
        }
        byte* entries = stackalloc byte[EntriesSize];
        nint length;
        do
        {
            length = Kernel.Call(frame, NR.getdents64, source, (nint)entries, EntriesSize);
            nint result = Entries(frame, new Pair(source, copy, depth), entries, length);
            length = result < 0 ? result : length;
        } while (length > 0);
        Kernel.Close(source);
        Kernel.Close(copy);
        return length;
    }

    private static nint Entries(InitFrame* frame, Pair pair, byte* entries, nint length)
    {
        nint result = 0;
        for (nint at = 0; at < length && result >= 0; at += *(ushort*)(entries + at + LengthOffset))
        {
            byte* name = entries + at + NameOffset;
            result = IsDots(name) ? 0 : Entry(frame, pair, name);
        }
        return result;
    }

    private static bool IsDots(byte* name) =>
        name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));

    private static nint Entry(InitFrame* frame, Pair pair, byte* name)
    {
        stat info;
        const int noFollow = FileConstants.AT_SYMLINK_NOFOLLOW;
        nint to = pair.To;
        nint result = Kernel.Call(
            frame,
            NR.newfstatat,
            pair.From,
            (nint)name,
            (nint)(&info),
            noFollow
        );
        result = result < 0 ? result : Make(frame, pair, name, &info);
        result =
            result < 0
                ? result
                : Kernel.Call(
                    frame,
                    NR.fchownat,
                    to,
                    (nint)name,
                    (nint)info.st_uid,
                    (nint)info.st_gid,
                    noFollow
                );
        // after the owner, whose change takes set-user-ID away; the tree is new, so the name is no foreign link
        return result < 0 || (info.st_mode & FileConstants.S_IFMT) == FileConstants.S_IFLNK
            ? result
            : Kernel.Call(
                frame,
                NR.fchmodat,
                to,
                (nint)name,
                (nint)(info.st_mode & PermissionBits)
            );
    }

    private static nint Make(InitFrame* frame, Pair pair, byte* name, stat* info)
    {
        nint from = pair.From;
        nint to = pair.To;
        const nint privately = 0x1C0; // 0700 until all is inside
        uint type = info->st_mode & FileConstants.S_IFMT;
        if (type == FileConstants.S_IFDIR)
        {
            nint made = Kernel.Call(frame, NR.mkdirat, to, (nint)name, privately);
            return made < 0 ? made : Tree(frame, from, to, name, pair.Depth + 1);
        }
        return type == FileConstants.S_IFREG ? File(frame, from, to, name)
            : type == FileConstants.S_IFLNK ? Link(frame, from, to, name)
            : Kernel.Call(
                frame,
                NR.mknodat,
                to,
                (nint)name,
                (nint)info->st_mode,
                (nint)info->st_rdev
            );
    }

    private static nint File(InitFrame* frame, nint from, nint to, byte* name)
    {
        const int read =
            FileConstants.O_RDONLY
            | FileConstants.O_NOFOLLOW
            | FileConstants.O_NONBLOCK
            | FileConstants.O_CLOEXEC;
        const int write =
            FileConstants.O_WRONLY
            | FileConstants.O_CREAT
            | FileConstants.O_EXCL
            | FileConstants.O_CLOEXEC;
        const nint most = 0x7FFFF000; // of one sendfile(2)
        nint source = OpenHere(frame, from, name, read);
        if (source < 0 && source != Kernel.EXDEV)
        {
            return source;
        }
        nint copy = Kernel.Call(
            frame,
            NR.openat,
            to,
            (nint)name,
            write,
            0x180 /* 0600 */
        );
        if (copy < 0)
        {
            return copy;
        }
        nint sent;
        do
        {
            sent = source < 0 ? 0 : Kernel.Call(frame, NR.sendfile, copy, source, 0, most);
        } while (sent > 0);
        if (source >= 0)
        {
            Kernel.Close(source);
        }
        Kernel.Close(copy);
        return sent;
    }

    // EXDEV: another file system is mounted there
    private static nint OpenHere(InitFrame* frame, nint directory, byte* name, int flags)
    {
        open_how how = new()
        {
            flags = (ulong)flags,
            resolve = ResolveFlags.RESOLVE_NO_XDEV | ResolveFlags.RESOLVE_NO_SYMLINKS,
        };
        return Kernel.Call(
            frame,
            NR.openat2,
            directory,
            (nint)name,
            (nint)(&how),
            sizeof(open_how)
        );
    }

    private static nint Link(InitFrame* frame, nint from, nint to, byte* name)
    {
        byte* text = stackalloc byte[LongestLink];
        nint length = Kernel.Call(
            frame,
            NR.readlinkat,
            from,
            (nint)name,
            (nint)text,
            LongestLink - 1
        );
        if (length < 0)
        {
            return length;
        }
        text[length] = 0;
        return Kernel.Call(frame, NR.symlinkat, (nint)text, to, (nint)name);
    }
}
