using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class MaskSteps
{
    // The host's /dev/null, taken before the container's root is entered: the container's own may be
    // anything (CVE-2025-31133). Its inode is the host's, so the mount must refuse chmod and its like; reading and
    // writing a device needs no writable mount. Not nodev: opening it would fail. Private: what the host mounts on
    // its /dev/null is not to appear in the container.
    /// <summary>Path: the host's null device.</summary>
    internal static nint Prepare(InitFrame* frame, Step* step)
    {
        nint flags = (nint)(MountApi.OPEN_TREE_CLONE | MountApi.OPEN_TREE_CLOEXEC);
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
        frame->NullTree.Fd = (int)tree;
        mount_attr attributes = new()
        {
            attr_set =
                MountApi.MOUNT_ATTR_RDONLY
                | MountApi.MOUNT_ATTR_NOSUID
                | MountApi.MOUNT_ATTR_NOEXEC,
            propagation = MountFlags.MS_PRIVATE,
        };
        nint result = NullSteps.Verify(frame, tree);
        return result < 0 ? result : MountSteps.SetAttributes(frame, tree, 0, &attributes);
    }

    /// <summary>Path: hidden by the null device or by an empty read-only directory; missing is fine.</summary>
    internal static nint MaskPath(InitFrame* frame, Step* step)
    {
        nint target = RootedPath.Open(frame, step->Path, FileConstants.O_PATH);
        if (target < 0)
        {
            return target == Kernel.ENOENT ? 0 : target;
        }
        stat info;
        nint result = MountSteps.Stat(frame, target, &info);
        if (result >= 0)
        {
            bool directory = (info.st_mode & FileConstants.S_IFMT) == FileConstants.S_IFDIR;
            result = directory ? PrepareEmpty(frame, step) : 0;
            SharedTree* tree = directory ? &frame->EmptyTree : &frame->NullTree;
            result = result < 0 ? result : Cover(frame, tree, target);
        }
        Kernel.Close(target);
        return result;
    }

    /// <summary>Path: becomes read-only with all that is mounted below; missing is fine.</summary>
    internal static nint ReadonlyPath(InitFrame* frame, Step* step)
    {
        nint target = RootedPath.Open(frame, step->Path, FileConstants.O_PATH);
        if (target < 0)
        {
            return target == Kernel.ENOENT ? 0 : target;
        }
        byte empty = 0;
        nint flags = (nint)(
            MountApi.OPEN_TREE_CLONE
            | MountApi.OPEN_TREE_CLOEXEC
            | (uint)(FileConstants.AT_RECURSIVE | FileConstants.AT_EMPTY_PATH)
        );
        nint tree = Kernel.Call(frame, NR.open_tree, target, (nint)(&empty), flags);
        mount_attr attributes = new() { attr_set = MountApi.MOUNT_ATTR_RDONLY };
        nint result =
            tree < 0
                ? tree
                : MountSteps.SetAttributes(frame, tree, FileConstants.AT_RECURSIVE, &attributes);
        result = result < 0 ? result : MountSteps.Attach(frame, tree, target);
        Kernel.Close(target);
        if (tree >= 0)
        {
            Kernel.Close(tree);
        }
        return result;
    }

    /// <summary>Path: a mount point that becomes read-only after things were made below it.</summary>
    internal static nint ReadonlyMount(InitFrame* frame, Step* step)
    {
        nint target = RootedPath.Open(frame, step->Path, FileConstants.O_PATH);
        if (target < 0)
        {
            return target;
        }
        mount_attr attributes = new() { attr_set = MountApi.MOUNT_ATTR_RDONLY };
        nint result = MountSteps.SetAttributes(frame, target, 0, &attributes);
        Kernel.Close(target);
        return result;
    }

    // One superblock for all masked directories: many tmpfs instances are slow and use memory.
    /// <summary>Text: "tmpfs"; Data: its options.</summary>
    private static nint PrepareEmpty(InitFrame* frame, Step* step)
    {
        if (frame->EmptyTree.Fd >= 0)
        {
            return 0;
        }
        const ulong attributes =
            MountApi.MOUNT_ATTR_RDONLY
            | MountApi.MOUNT_ATTR_NOSUID
            | MountApi.MOUNT_ATTR_NODEV
            | MountApi.MOUNT_ATTR_NOEXEC;
        nint tree = MountSteps.NewMount(frame, step->Text, (FsOption*)step->Data, attributes);
        frame->EmptyTree.Fd = (int)tree;
        return tree;
    }

    private static nint Cover(InitFrame* frame, SharedTree* tree, nint target)
    {
        if (tree->Attached == 0)
        {
            tree->Attached = 1;
            return MountSteps.Attach(frame, tree->Fd, target);
        }
        byte empty = 0;
        nint flags = (nint)(
            MountApi.OPEN_TREE_CLONE
            | MountApi.OPEN_TREE_CLOEXEC
            | (uint)FileConstants.AT_EMPTY_PATH
        );
        nint clone = Kernel.Call(frame, NR.open_tree, tree->Fd, (nint)(&empty), flags);
        if (clone < 0)
        {
            return clone;
        }
        nint result = MountSteps.Attach(frame, clone, target);
        Kernel.Close(clone);
        return result;
    }
}
