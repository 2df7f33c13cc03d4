using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class NullSteps
{
    private const ulong NullDevice = 0x103; // 1:3
    private const int OpenFlags = FileConstants.O_RDWR | FileConstants.O_NOCTTY;

    // The caller's /dev/null is an inode of the host: root in the container could change its mode or owner through
    // the descriptor.
    /// <summary>Path: the container's null device; Text: "tmpfs"; Data: its options.</summary>
    internal static nint Replace(InitFrame* frame, Step* step)
    {
        nint own = -1;
        nint result = 0;
        for (int fd = 0; fd <= 2 && result >= 0; fd++)
        {
            if (Verify(frame, fd) < 0)
            {
                continue;
            }
            own = own >= 0 ? own : Open(frame, step);
            result = own < 0 ? own : Kernel.Call(frame, NR.dup3, own, fd, 0);
        }
        if (own >= 0)
        {
            Kernel.Close(own);
        }
        return result;
    }

    /// <summary>0 when a descriptor is a null device.</summary>
    internal static nint Verify(InitFrame* frame, nint fd)
    {
        stat info;
        nint result = MountSteps.Stat(frame, fd, &info);
        bool isNull =
            result >= 0
            && (info.st_mode & FileConstants.S_IFMT) == FileConstants.S_IFCHR
            && info.st_rdev == NullDevice;
        return result < 0 ? result
            : isNull ? 0
            : Kernel.EINVAL;
    }

    // Looked at before it is opened for reading: opening a device may already do something.
    private static nint Open(InitFrame* frame, Step* step)
    {
        nint found = Verified(frame, RootedPath.Open(frame, step->Path, FileConstants.O_PATH));
        if (found < 0)
        {
            return OpenPrivate(frame, step);
        }
        Kernel.Close(found);
        nint own = Verified(frame, RootedPath.Open(frame, step->Path, OpenFlags));
        return own < 0 ? OpenPrivate(frame, step) : own;
    }

    private static nint Verified(InitFrame* frame, nint fd)
    {
        nint result = fd < 0 ? fd : Verify(frame, fd);
        if (result < 0 && fd >= 0)
        {
            Kernel.Close(fd);
        }
        return result < 0 ? result : fd;
    }

    // A container without a null device, or with something else in its place, still runs: its node is in a file
    // system that is mounted nowhere.
    private static nint OpenPrivate(InitFrame* frame, Step* step)
    {
        const ulong attributes = MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NOEXEC;
        nint mount = MountSteps.NewMount(frame, step->Text, (FsOption*)step->Data, attributes);
        if (mount < 0)
        {
            return mount;
        }
        byte* name = stackalloc byte[5];
        name[0] = (byte)'n';
        name[1] = (byte)'u';
        name[2] = (byte)'l';
        name[3] = (byte)'l';
        name[4] = 0;
        const int mode = (int)FileConstants.S_IFCHR | 0x1B6; // 0666
        nint result = Kernel.Call(frame, NR.mknodat, mount, (nint)name, mode, (nint)NullDevice);
        const int open = OpenFlags | FileConstants.O_CLOEXEC;
        result = result < 0 ? result : Kernel.Call(frame, NR.openat, mount, (nint)name, open);
        Kernel.Close(mount);
        return result;
    }
}
