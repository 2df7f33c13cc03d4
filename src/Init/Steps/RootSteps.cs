using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class RootSteps
{
    private const int DeepestPath = 2048; // PATH_MAX in components of one letter

    /// <summary>Path: a mount point, or null for the container's root; Flags: MS_* propagation.</summary>
    internal static nint Propagation(InitFrame* frame, Step* step)
    {
        byte* slash = stackalloc byte[2];
        slash[0] = (byte)'/';
        slash[1] = 0;
        return Kernel.Call(frame, NR.mount, 0, (nint)slash, 0, (nint)step->Flags);
    }

    // pivot_root wants a mount point. The clone is made before it is attached to itself, so what
    // is mounted below the directory comes along and nothing is resolved twice.
    /// <summary>Path: the root file system on the host; Flags: MS_* propagation of its mounts; Value: 1 when the host's are shared.</summary>
    internal static nint BindRoot(InitFrame* frame, Step* step)
    {
        nint flags = (nint)(
            MountApi.OPEN_TREE_CLONE | MountApi.OPEN_TREE_CLOEXEC | (uint)FileConstants.AT_RECURSIVE
        );
        nint tree = Kernel.Call(
            frame,
            NR.open_tree,
            FileConstants.AT_FDCWD,
            (nint)step->Path,
            flags
        );
        if (tree < 0)
        {
            return tree;
        }
        mount_attr attributes = new() { propagation = step->Flags };
        nint result = MountSteps.SetAttributes(
            frame,
            tree,
            FileConstants.AT_RECURSIVE,
            &attributes
        );
        if (result < 0)
        {
            return result;
        }
        const int open = FileConstants.O_PATH | FileConstants.O_DIRECTORY | FileConstants.O_CLOEXEC;
        nint target = Kernel.Call(frame, NR.openat, FileConstants.AT_FDCWD, (nint)step->Path, open);
        if (target < 0)
        {
            return target;
        }
        result = step->Value == 1 ? LeaveGroup(frame, target) : 0;
        result = result < 0 ? result : MountSteps.Attach(frame, tree, target);
        Kernel.Close(target);
        frame->Root = (int)tree;
        return result;
    }

    // The mount that holds the directory: were it shared, the host would see the container's root on it, and
    // pivot_root would refuse. Only the root of a mount can be changed, so it is looked for upwards.
    private static nint LeaveGroup(InitFrame* frame, nint directory)
    {
        byte* up = stackalloc byte[3];
        up[0] = (byte)'.';
        up[1] = (byte)'.';
        up[2] = 0;
        const int open = FileConstants.O_PATH | FileConstants.O_DIRECTORY | FileConstants.O_CLOEXEC;
        mount_attr attributes = new() { propagation = MountFlags.MS_SLAVE };
        nint at = directory;
        nint result = MountSteps.SetAttributes(frame, at, 0, &attributes);
        for (int depth = 0; depth < DeepestPath && result == Kernel.EINVAL; depth++)
        {
            nint parent = Kernel.Call(frame, NR.openat, at, (nint)up, open);
            if (at != directory)
            {
                Kernel.Close(at);
            }
            at = parent;
            result = at < 0 ? at : MountSteps.SetAttributes(frame, at, 0, &attributes);
        }
        if (at >= 0 && at != directory)
        {
            Kernel.Close(at);
        }
        return result;
    }

    // After joining a mount namespace the root is already the container's.
    internal static nint EnterRoot(InitFrame* frame)
    {
        byte* slash = stackalloc byte[2];
        slash[0] = (byte)'/';
        slash[1] = 0;
        const int open = FileConstants.O_PATH | FileConstants.O_DIRECTORY | FileConstants.O_CLOEXEC;
        nint root = Kernel.Call(frame, NR.openat, FileConstants.AT_FDCWD, (nint)slash, open);
        frame->Root = (int)root;
        return root;
    }

    // The old root is stacked under the new one: "." before the second fchdir is the new root, after
    // it the old. Slave first, else the lazy unmount would travel to the host (pivot_root(2), NOTES).
    internal static nint PivotRoot(InitFrame* frame)
    {
        byte* slash = stackalloc byte[2];
        slash[0] = (byte)'/';
        slash[1] = 0;
        byte* dot = stackalloc byte[2];
        dot[0] = (byte)'.';
        dot[1] = 0;
        const int flags = FileConstants.O_DIRECTORY | FileConstants.O_CLOEXEC;
        nint old = Kernel.Call(frame, NR.openat, FileConstants.AT_FDCWD, (nint)slash, flags);
        nint result = old < 0 ? old : Kernel.Call(frame, NR.fchdir, frame->Root);
        result = result < 0 ? result : Kernel.Call(frame, NR.pivot_root, (nint)dot, (nint)dot);
        result = result < 0 ? result : Kernel.Call(frame, NR.fchdir, old);
        result =
            result < 0
                ? result
                : Kernel.Call(
                    frame,
                    NR.mount,
                    0,
                    (nint)dot,
                    0,
                    (nint)(MountFlags.MS_SLAVE | MountFlags.MS_REC)
                );
        result =
            result < 0 ? result : Kernel.Call(frame, NR.umount2, (nint)dot, MountFlags.MNT_DETACH);
        result = result < 0 ? result : Kernel.Call(frame, NR.chdir, (nint)slash);
        if (old >= 0)
        {
            Kernel.Close(old);
        }
        return result;
    }

    // For a root that cannot be pivoted away from, such as an initramfs.
    internal static nint MoveRoot(InitFrame* frame)
    {
        byte* slash = stackalloc byte[2];
        slash[0] = (byte)'/';
        slash[1] = 0;
        byte* dot = stackalloc byte[2];
        dot[0] = (byte)'.';
        dot[1] = 0;
        nint result = Kernel.Call(frame, NR.fchdir, frame->Root);
        result =
            result < 0
                ? result
                : Kernel.Call(frame, NR.mount, (nint)dot, (nint)slash, 0, (nint)MountFlags.MS_MOVE);
        result = result < 0 ? result : Kernel.Call(frame, NR.chroot, (nint)dot);
        return result < 0 ? result : Kernel.Call(frame, NR.chdir, (nint)slash);
    }

    // Without pivot_root the host's procfs stays reachable and would allow a fresh, unmasked mount.
    /// <summary>Path: a mount point of the host.</summary>
    internal static nint HideHostMount(InitFrame* frame, Step* step)
    {
        nint result = Kernel.Call(frame, NR.umount2, (nint)step->Path, MountFlags.MNT_DETACH);
        return result is Kernel.EINVAL or Kernel.ENOENT ? 0 : result;
    }

    internal static nint ReadonlyRoot(InitFrame* frame)
    {
        mount_attr attributes = new() { attr_set = MountApi.MOUNT_ATTR_RDONLY };
        return MountSteps.SetAttributes(frame, frame->Root, 0, &attributes);
    }

    /// <summary>Path: a directory in the container, made when it is missing.</summary>
    internal static nint MakeDirectory(InitFrame* frame, Step* step)
    {
        nint fd = RootedPath.OpenDirectory(frame, step->Path);
        if (fd >= 0)
        {
            Kernel.Close(fd);
        }
        return fd;
    }
}
