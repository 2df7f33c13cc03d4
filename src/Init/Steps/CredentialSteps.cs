using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

// Raw numbers throughout: glibc's set*id wrappers signal every thread that glibc remembers, and
// those of the parent do not exist here.
internal static unsafe class CredentialSteps
{
    private const int HighestCapability = 63;

    internal static nint NoNewPrivileges(InitFrame* frame) =>
        Kernel.Call(frame, NR.prctl, Prctl.PR_SET_NO_NEW_PRIVS, 1);

    /// <summary>Value: mask of the capabilities that stay.</summary>
    internal static nint BoundingSet(InitFrame* frame, Step* step)
    {
        for (int capability = 0; capability <= HighestCapability; capability++)
        {
            if ((step->Value >> capability & 1) != 0)
            {
                continue;
            }
            nint result = Kernel.Call(frame, NR.prctl, Prctl.PR_CAPBSET_DROP, capability);
            if (result == Kernel.EINVAL)
            {
                return 0; // beyond the last one that this kernel knows
            }
            if (result < 0)
            {
                return result;
            }
        }
        return 0;
    }

    /// <summary>Value: 1 to keep the permitted set over the change of user, 0 to end that.</summary>
    internal static nint KeepCapabilities(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.prctl, Prctl.PR_SET_KEEPCAPS, (nint)step->Value);

    /// <summary>Data: gids; Count. An empty list is set too, or root's groups would stay.</summary>
    internal static nint Groups(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.setgroups, step->Count, (nint)step->Data);

    internal static nint Gid(InitFrame* frame, Step* step)
    {
        nint id = (nint)step->Value;
        return Kernel.Call(frame, NR.setresgid, id, id, id);
    }

    internal static nint Uid(InitFrame* frame, Step* step)
    {
        nint id = (nint)step->Value;
        return Kernel.Call(frame, NR.setresuid, id, id, id);
    }

    /// <summary>Data: struct __user_cap_header_struct; More: the two data structs of version 3.</summary>
    internal static nint CapabilitySets(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.capset, (nint)step->Data, (nint)step->More);

    /// <summary>Value: mask.</summary>
    internal static nint AmbientSet(InitFrame* frame, Step* step)
    {
        nint result = Kernel.Call(
            frame,
            NR.prctl,
            Prctl.PR_CAP_AMBIENT,
            Prctl.PR_CAP_AMBIENT_CLEAR_ALL
        );
        for (int capability = 0; capability <= HighestCapability && result >= 0; capability++)
        {
            if ((step->Value >> capability & 1) != 0)
            {
                result = Kernel.Call(
                    frame,
                    NR.prctl,
                    Prctl.PR_CAP_AMBIENT,
                    Prctl.PR_CAP_AMBIENT_RAISE,
                    capability
                );
            }
        }
        return result;
    }
}
