using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class DeviceSteps
{
    /// <summary>Path; Flags: type and mode; Value: device number; Data: uid and gid.</summary>
    internal static nint MakeDevice(InitFrame* frame, Step* step)
    {
        byte* name;
        nint parent = RootedPath.OpenParent(frame, step->Path, &name);
        if (parent < 0)
        {
            return parent;
        }
        nint result = Kernel.Call(
            frame,
            NR.mknodat,
            parent,
            (nint)name,
            (nint)step->Flags,
            (nint)step->Value
        );
        if (result == Kernel.EEXIST)
        {
            result = Verify(frame, parent, name, step);
        }
        else if (result >= 0)
        {
            uint* owner = (uint*)step->Data;
            result = Kernel.Call(
                frame,
                NR.fchownat,
                parent,
                (nint)name,
                (nint)owner[0],
                (nint)owner[1],
                FileConstants.AT_SYMLINK_NOFOLLOW
            );
        }
        Kernel.Close(parent);
        return result;
    }

    /// <summary>Path; Text: what the link says. A link that is there already stays; Value 1 replaces it.</summary>
    internal static nint MakeLink(InitFrame* frame, Step* step)
    {
        byte* name;
        nint parent = RootedPath.OpenParent(frame, step->Path, &name);
        if (parent < 0)
        {
            return parent;
        }
        nint result = Kernel.Call(frame, NR.symlinkat, (nint)step->Text, parent, (nint)name);
        if (result == Kernel.EEXIST && step->Value == 1)
        {
            result = Kernel.Call(frame, NR.unlinkat, parent, (nint)name, 0);
            result =
                result < 0
                    ? result
                    : Kernel.Call(frame, NR.symlinkat, (nint)step->Text, parent, (nint)name);
        }
        Kernel.Close(parent);
        return result == Kernel.EEXIST ? 0 : result;
    }

    // A node that the image brought is accepted only when it is the very device.
    private static nint Verify(InitFrame* frame, nint parent, byte* name, Step* step)
    {
        stat info;
        nint result = Kernel.Call(
            frame,
            NR.newfstatat,
            parent,
            (nint)name,
            (nint)(&info),
            FileConstants.AT_SYMLINK_NOFOLLOW
        );
        if (result < 0)
        {
            return result;
        }
        bool same =
            (info.st_mode & FileConstants.S_IFMT) == (step->Flags & FileConstants.S_IFMT)
            && (
                info.st_rdev == step->Value
                || (step->Flags & FileConstants.S_IFMT) == FileConstants.S_IFIFO
            );
        return same ? 0 : Kernel.EEXIST;
    }
}
