using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class MountSteps
{
    /// <summary>
    /// Text: type; Data: FsOption list; Flags: MOUNT_ATTR_*; Path: target; More and Count:
    /// AttributeChange list; Value: MountRules; Joined: the options for mount(2), or null; Fd: the pid namespace that
    /// procfs is to show, or -1.
    /// </summary>
    internal static nint Filesystem(InitFrame* frame, Step* step)
    {
        // a directory that has to be made has no mode worth taking over
        bool inherits =
            (step->Value & MountRules.InheritMode) != 0 && RootedPath.Find(frame, step->Path) == 0;
        nint target = OpenTarget(frame, step);
        if (target < 0)
        {
            return target;
        }
        nint mount = NewMount(
            frame,
            step->Text,
            (FsOption*)step->Data,
            step->Flags,
            inherits ? (int)target : -1,
            step->Fd
        );
        // an option too long, or one that this kernel's overlay does not know yet
        if (mount == Kernel.EINVAL && step->Joined != null && !inherits)
        {
            mount = CheckTarget(frame, step, target);
            mount = mount < 0 ? mount : MountByString.Make(frame, step, target);
        }
        if (mount >= 0 && step->Fd >= 0 && TypeOf(frame, mount) != (nint)Magic.PROC_SUPER_MAGIC)
        {
            // the context may come from a process in sight of the namespace
            return Kernel.EINVAL;
        }
        if (mount >= 0 && (step->Value & MountRules.CopyUp) != 0)
        {
            // before a byte is read: a link of the image could make procfs the target
            nint copied = CheckTarget(frame, step, target);
            copied = copied < 0 ? copied : CopyUp.Into(frame, target, mount, step->Value);
            if (copied < 0)
            {
                return copied;
            }
        }
        return Finish(frame, step, mount, target);
    }

    /// <summary>
    /// Text: source on the host, or Fd: a tree that the parent has opened; Flags: AT_RECURSIVE or 0;
    /// Path: target; More and Count: AttributeChange list.
    /// </summary>
    internal static nint Bind(InitFrame* frame, Step* step)
    {
        nint tree = step->Fd;
        if (tree < 0)
        {
            nint flags = (nint)(
                MountApi.OPEN_TREE_CLONE | MountApi.OPEN_TREE_CLOEXEC | (uint)step->Flags
            );
            tree = Kernel.Call(
                frame,
                NR.open_tree,
                FileConstants.AT_FDCWD,
                (nint)step->Text,
                flags
            );
        }
        if (tree < 0)
        {
            return tree;
        }
        stat info;
        nint result = Stat(frame, tree, &info);
        if (result < 0)
        {
            return result;
        }
        bool directory = (info.st_mode & FileConstants.S_IFMT) == FileConstants.S_IFDIR;
        nint target = directory
            ? RootedPath.OpenDirectory(frame, step->Path)
            : RootedPath.OpenFile(frame, step->Path);
        return target < 0 ? target : Finish(frame, step, tree, target);
    }

    /// <summary>A mounted file system that is attached nowhere yet.</summary>
    internal static nint NewMount(
        InitFrame* frame,
        byte* type,
        FsOption* options,
        ulong attributes,
        int modeOf = -1,
        int pids = -1
    )
    {
        nint context = OpenContext(frame, type, pids);
        if (context < 0)
        {
            return context;
        }
        nint result = modeOf >= 0 ? SetMode(frame, context, modeOf) : 0;
        for (FsOption* option = options; option != null && option->Key != null; option++)
        {
            uint command =
                option->Value == null ? MountApi.FSCONFIG_SET_FLAG : MountApi.FSCONFIG_SET_STRING;
            result = result < 0 ? result : Configure(frame, context, command, option);
        }
        result =
            result < 0
                ? result
                : Kernel.Call(frame, NR.fsconfig, context, (nint)MountApi.FSCONFIG_CMD_CREATE);
        result =
            result < 0
                ? result
                : Kernel.Call(
                    frame,
                    NR.fsmount,
                    context,
                    (nint)MountApi.FSMOUNT_CLOEXEC,
                    (nint)attributes
                );
        Kernel.Close(context);
        return result;
    }

    internal static nint Stat(InitFrame* frame, nint fd, stat* info)
    {
        byte empty = 0;
        return Kernel.Call(
            frame,
            NR.newfstatat,
            fd,
            (nint)(&empty),
            (nint)info,
            FileConstants.AT_EMPTY_PATH
        );
    }

    internal static nint Attach(InitFrame* frame, nint mount, nint target)
    {
        byte empty = 0;
        return Kernel.Call(
            frame,
            NR.move_mount,
            mount,
            (nint)(&empty),
            target,
            (nint)(&empty),
            (nint)(MountApi.MOVE_MOUNT_F_EMPTY_PATH | MountApi.MOVE_MOUNT_T_EMPTY_PATH)
        );
    }

    internal static nint SetAttributes(
        InitFrame* frame,
        nint mount,
        ulong flags,
        mount_attr* attributes
    )
    {
        byte empty = 0;
        return Kernel.Call(
            frame,
            NR.mount_setattr,
            mount,
            (nint)(&empty),
            (nint)(flags | FileConstants.AT_EMPTY_PATH),
            (nint)attributes,
            sizeof(mount_attr)
        );
    }

    private static nint OpenTarget(InitFrame* frame, Step* step)
    {
        if ((step->Value & MountRules.OrdinaryDirectory) == 0)
        {
            return RootedPath.OpenDirectory(frame, step->Path);
        }
        const int flags =
            FileConstants.O_PATH | FileConstants.O_DIRECTORY | FileConstants.O_NOFOLLOW;
        nint target = RootedPath.Open(frame, step->Path, flags, ResolveFlags.RESOLVE_NO_SYMLINKS);
        if (target != Kernel.ENOENT)
        {
            return target;
        }
        target = RootedPath.OpenDirectory(frame, step->Path);
        if (target < 0)
        {
            return target;
        }
        Kernel.Close(target);
        return RootedPath.Open(frame, step->Path, flags, ResolveFlags.RESOLVE_NO_SYMLINKS);
    }

    private static nint Finish(InitFrame* frame, Step* step, nint mount, nint target)
    {
        nint result = mount < 0 ? mount : CheckTarget(frame, step, target);
        AttributeChange* changes = (AttributeChange*)step->More;
        for (int i = 0; i < step->Count && result >= 0; i++)
        {
            result = SetAttributes(frame, mount, changes[i].AtFlags, &changes[i].Attributes);
        }
        result = result < 0 ? result : Attach(frame, mount, target);
        Kernel.Close(target);
        if (mount >= 0)
        {
            Kernel.Close(mount);
        }
        return result;
    }

    private static nint CheckTarget(InitFrame* frame, Step* step, nint target)
    {
        if ((step->Value & MountRules.MayCoverProc) != 0)
        {
            return 0;
        }
        nint type = TypeOf(frame, target);
        return type == (nint)Magic.PROC_SUPER_MAGIC ? Kernel.EXDEV : type;
    }

    private static nint TypeOf(InitFrame* frame, nint fd)
    {
        long* filesystem = stackalloc long[15]; // struct statfs; the type comes first
        nint result = Kernel.Call(frame, NR.fstatfs, fd, (nint)filesystem);
        return result < 0 ? result : (nint)filesystem[0];
    }

    private static nint Configure(InitFrame* frame, nint context, uint command, FsOption* option) =>
        Kernel.Call(
            frame,
            NR.fsconfig,
            context,
            (nint)command,
            (nint)option->Key,
            (nint)option->Value
        );

    private static nint OpenContext(InitFrame* frame, byte* type, int pids)
    {
        nint context = Kernel.Call(frame, NR.fsopen, (nint)type, (nint)MountApi.FSOPEN_CLOEXEC);
        nint result = context < 0 || pids < 0 ? 0 : SetPidNamespace(frame, context, pids);
        if (result >= 0)
        {
            return context;
        }
        Kernel.Close(context);
        return result == Kernel.EINVAL ? ForeignProcfs.Context(frame, pids) : result;
    }

    // since Linux 6.17; before, procfs shows the namespace of who makes it
    private static nint SetPidNamespace(InitFrame* frame, nint context, int pids)
    {
        byte* key = stackalloc byte[6];
        key[0] = (byte)'p';
        key[1] = (byte)'i';
        key[2] = (byte)'d';
        key[3] = (byte)'n';
        key[4] = (byte)'s';
        key[5] = 0;
        return Kernel.Call(
            frame,
            NR.fsconfig,
            context,
            (nint)MountApi.FSCONFIG_SET_FD,
            (nint)key,
            0,
            pids
        );
    }

    private static nint SetMode(InitFrame* frame, nint context, int directory)
    {
        stat info;
        nint result = Stat(frame, directory, &info);
        if (result < 0)
        {
            return result;
        }
        byte* text = stackalloc byte[10];
        text[0] = (byte)'m';
        text[1] = (byte)'o';
        text[2] = (byte)'d';
        text[3] = (byte)'e';
        text[4] = 0;
        for (int i = 0; i < 4; i++)
        {
            text[5 + i] = (byte)('0' + ((info.st_mode >> (9 - (3 * i))) & 7));
        }
        text[9] = 0;
        FsOption option = new() { Key = text, Value = text + 5 };
        return Configure(frame, context, MountApi.FSCONFIG_SET_STRING, &option);
    }
}
