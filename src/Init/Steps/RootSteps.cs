using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class RootSteps
{
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
    /// <summary>Path: the root file system on the host.</summary>
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
        mount_attr attributes = new() { propagation = MountFlags.MS_PRIVATE };
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
        result = MountSteps.Attach(frame, tree, target);
        Kernel.Close(target);
        frame->Root = (int)tree;
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
