using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

/// <summary>A file system by mount(2), for options that are too long for fsconfig(2).</summary>
internal static unsafe class MountByString
{
    // mount(2) needs a name to mount on, and the target's could be exchanged before the mount is opened by it. So a
    // tmpfs of our own lies on the target meanwhile: nobody else reaches a name in it.
    /// <summary>Text: type; Data: FsOption list that begins with the source; Joined: the options.</summary>
    /// <returns>A mount that is attached nowhere.</returns>
    internal static nint Make(InitFrame* frame, Step* step, nint target)
    {
        byte* tmpfs = stackalloc byte[6];
        tmpfs[0] = (byte)'t';
        tmpfs[1] = (byte)'m';
        tmpfs[2] = (byte)'p';
        tmpfs[3] = (byte)'f';
        tmpfs[4] = (byte)'s';
        tmpfs[5] = 0;
        nint place = MountSteps.NewMount(frame, tmpfs, null, 0);
        if (place < 0)
        {
            return place;
        }
        nint result = MountSteps.Attach(frame, place, target);
        result = result < 0 ? result : Kernel.Call(frame, NR.fchdir, place);
        if (result >= 0)
        {
            result = MountHere(frame, step);
            Leave();
        }
        Kernel.Close(place);
        return result;
    }

    private static nint MountHere(InitFrame* frame, Step* step)
    {
        byte* name = stackalloc byte[2];
        name[0] = (byte)'m';
        name[1] = 0;
        nint result = Kernel.Call(
            frame,
            NR.mkdirat,
            FileConstants.AT_FDCWD,
            (nint)name,
            0x1C0 /* 0700 */
        );
        byte* source = ((FsOption*)step->Data)->Value;
        result =
            result < 0
                ? result
                : Kernel.Call(
                    frame,
                    NR.mount,
                    (nint)source,
                    (nint)name,
                    (nint)step->Text,
                    0,
                    (nint)step->Joined
                );
        if (result < 0)
        {
            return result;
        }
        nint flags = (nint)(MountApi.OPEN_TREE_CLONE | MountApi.OPEN_TREE_CLOEXEC);
        nint tree = Kernel.Call(frame, NR.open_tree, FileConstants.AT_FDCWD, (nint)name, flags);
        return tree < 0 ? tree : Attributes(frame, step, tree);
    }

    private static nint Attributes(InitFrame* frame, Step* step, nint tree)
    {
        mount_attr attributes = new()
        {
            attr_set = step->Flags,
            attr_clr =
                (step->Flags & MountApi.MOUNT_ATTR__ATIME) == 0 ? 0 : MountApi.MOUNT_ATTR__ATIME,
        };
        nint result = MountSteps.SetAttributes(frame, tree, 0, &attributes);
        if (result >= 0)
        {
            return tree;
        }
        Kernel.Close(tree);
        return result;
    }

    // the call that the report names stays the one that failed
    private static void Leave()
    {
        byte* name = stackalloc byte[2];
        name[0] = (byte)'.';
        name[1] = 0;
        _ = Sys.Call(NR.umount2, (nint)name, MountFlags.MNT_DETACH);
        name[0] = (byte)'/';
        _ = Sys.Call(NR.chdir, (nint)name);
    }
}
