using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class TerminalSteps
{
    private const ulong PtmxDevice = 0x502; // 5:2
    private const int OpenFlags = FileConstants.O_RDWR | FileConstants.O_NOCTTY;

    /// <summary>
    /// Path: the container's ptmx; Text: its console, or null for a second process; Fd: the socket that gets the master; Value:
    /// owner; Flags: 1 when a newline stays one byte; Data: struct winsize or null; More: struct msghdr with room for the descriptor.
    /// </summary>
    internal static nint Open(InitFrame* frame, Step* step)
    {
        nint master = OpenMaster(frame, step->Path);
        if (master < 0)
        {
            return master;
        }
        int unlock = 0;
        nint result = Kernel.Call(
            frame,
            NR.ioctl,
            master,
            unchecked((nint)Ioctl.TIOCSPTLCK),
            (nint)(&unlock)
        );
        // by ioctl, not by name: /dev/pts/N may be anything (CVE-2025-52565)
        nint slave =
            result < 0
                ? result
                : Kernel.Call(
                    frame,
                    NR.ioctl,
                    master,
                    (nint)Ioctl.TIOCGPTPEER,
                    OpenFlags | FileConstants.O_CLOEXEC
                );
        result = slave < 0 ? slave : Prepare(frame, step, slave);
        bool bind = result >= 0 && step->Text != null;
        result = bind ? BindConsole(frame, step->Text, slave) : result;
        result = result < 0 ? result : Send(frame, step, master);
        Kernel.Close(master);
        return result < 0 ? result : Adopt(frame, slave);
    }

    // Looked at before it is opened for reading: opening a device may already do something.
    private static nint OpenMaster(InitFrame* frame, byte* path)
    {
        const int look = FileConstants.O_PATH | FileConstants.O_NOFOLLOW;
        nint result = Verify(
            frame,
            RootedPath.Open(frame, path, look, ResolveFlags.RESOLVE_NO_SYMLINKS)
        );
        if (result < 0)
        {
            return result;
        }
        Kernel.Close(result);
        return Verify(
            frame,
            RootedPath.Open(
                frame,
                path,
                OpenFlags | FileConstants.O_NOFOLLOW,
                ResolveFlags.RESOLVE_NO_SYMLINKS
            )
        );
    }

    private static nint Verify(InitFrame* frame, nint fd)
    {
        if (fd < 0)
        {
            return fd;
        }
        stat info;
        long* filesystem = stackalloc long[15]; // struct statfs; the type comes first
        nint result = MountSteps.Stat(frame, fd, &info);
        result = result < 0 ? result : Kernel.Call(frame, NR.fstatfs, fd, (nint)filesystem);
        bool genuine =
            result >= 0
            && info.st_rdev == PtmxDevice
            && (info.st_mode & FileConstants.S_IFMT) == FileConstants.S_IFCHR
            && filesystem[0] == Magic.DEVPTS_SUPER_MAGIC;
        if (genuine)
        {
            return fd;
        }
        Kernel.Close(fd);
        return result < 0 ? result : Kernel.EINVAL;
    }

    private static nint Prepare(InitFrame* frame, Step* step, nint slave)
    {
        byte empty = 0;
        nint result = Kernel.Call(
            frame,
            NR.fchownat,
            slave,
            (nint)(&empty),
            (nint)step->Value,
            -1,
            FileConstants.AT_EMPTY_PATH
        );
        result = result < 0 || step->Flags == 0 ? result : KeepNewlines(frame, slave);
        return result < 0 || step->Data == null
            ? result
            : Kernel.Call(frame, NR.ioctl, slave, (nint)Ioctl.TIOCSWINSZ, (nint)step->Data);
    }

    // Here and not by whoever gets the master: the program may have written before that one looks.
    private static nint KeepNewlines(InitFrame* frame, nint slave)
    {
        uint* mode = stackalloc uint[9]; // the kernel's struct termios: modes of input, output ...
        nint result = Kernel.Call(frame, NR.ioctl, slave, (nint)Ioctl.TCGETS, (nint)mode);
        mode[1] &= ~Termios.ONLCR;
        return result < 0
            ? result
            : Kernel.Call(frame, NR.ioctl, slave, (nint)Ioctl.TCSETS, (nint)mode);
    }

    private static nint BindConsole(InitFrame* frame, byte* console, nint slave)
    {
        byte* name;
        nint parent = RootedPath.OpenParent(frame, console, &name);
        if (parent < 0)
        {
            return parent;
        }
        const int create =
            FileConstants.O_CREAT
            | FileConstants.O_NOFOLLOW
            | FileConstants.O_NOCTTY
            | FileConstants.O_NONBLOCK
            | FileConstants.O_CLOEXEC;
        nint target = Kernel.Call(
            frame,
            NR.openat,
            parent,
            (nint)name,
            create,
            0x1B6 /* 0666 */
        );
        Kernel.Close(parent);
        if (target < 0)
        {
            return target;
        }
        byte empty = 0;
        nint flags = (nint)(
            MountApi.OPEN_TREE_CLONE
            | MountApi.OPEN_TREE_CLOEXEC
            | (uint)FileConstants.AT_EMPTY_PATH
        );
        nint tree = Kernel.Call(frame, NR.open_tree, slave, (nint)(&empty), flags);
        nint result = tree < 0 ? tree : MountSteps.Attach(frame, tree, target);
        Kernel.Close(target);
        if (tree >= 0)
        {
            Kernel.Close(tree);
        }
        return result;
    }

    private static nint Send(InitFrame* frame, Step* step, nint master)
    {
        // struct msghdr: control at 32; struct cmsghdr is 16 bytes, then the descriptor
        byte* control = *(byte**)((byte*)step->More + 32);
        *(int*)(control + 16) = (int)master;
        nint result = Kernel.Call(frame, NR.sendmsg, step->Fd, (nint)step->More, 0);
        Kernel.Close(step->Fd);
        return result;
    }

    // Only the leader of a session may, so where a second child appears, it does.
    internal static nint Control(InitFrame* frame) =>
        Kernel.Call(frame, NR.ioctl, 0, (nint)Ioctl.TIOCSCTTY, 0);

    private static nint Adopt(InitFrame* frame, nint slave)
    {
        nint result = 0;
        for (int fd = 0; fd <= 2 && result >= 0; fd++)
        {
            result = Kernel.Call(frame, NR.dup3, slave, fd, 0);
        }
        Kernel.Close(slave);
        return result;
    }
}
