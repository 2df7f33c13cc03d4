using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

/// <summary>
/// procfs of another pid namespace on a kernel that cannot be told of it (before 6.17): it shows the namespace of whoever calls
/// fsopen(2), so somebody in there has to. He has an empty root, one socket, CAP_SYS_ADMIN and a filter that leaves him three calls.
/// </summary>
internal static unsafe class ForeignProcfs
{
    private const int SigChld = 17;
    private const int SigKill = 9;
    private const ulong SysAdmin = 1 << 21;
    private const uint CapabilityVersion3 = 0x20080522;
    private const int SeccompSetModeFilter = 1;
    private const uint SECCOMP_RET_KILL_PROCESS = 0x80000000;
    private const uint SECCOMP_RET_ALLOW = 0x7fff0000;

    /// <summary>A context of fsopen(2) that is configured like any other.</summary>
    /// <param name="pids">The namespace.</param>
    internal static nint Context(InitFrame* frame, int pids)
    {
        int* ends = stackalloc int[2];
        const int type = Socket.SOCK_SEQPACKET | Socket.SOCK_CLOEXEC;
        nint result = Kernel.Call(frame, NR.socketpair, Socket.AF_UNIX, type, 0, (nint)ends);
        if (result < 0)
        {
            return result;
        }
        nint maker = Kernel.Call(frame, NR.clone, SigChld);
        if (maker == 0)
        {
            End(Prepare(frame, ends[1], pids));
        }
        Kernel.Close(ends[1]);
        nint context = maker < 0 ? maker : DescriptorMessage.Receive(frame, ends[0]);
        Kernel.Close(ends[0]);
        // both are ours: the one that prepares, and by CLONE_PARENT the one in sight
        while (Sys.Call(NR.wait4, -1, 0, 0, 0) > 0) { }
        return context;
    }

    private static void End(nint result)
    {
        while (true)
        {
            _ = Sys.Call(NR.exit_group, result < 0 ? 1 : 0);
        }
    }

    private static nint Prepare(InitFrame* frame, int socket, int pids)
    {
        nint result = Kernel.Call(frame, NR.prctl, Prctl.PR_SET_PDEATHSIG, SigKill);
        result = result < 0 ? result : Kernel.Call(frame, NR.setns, pids, (nint)Clone.CLONE_NEWPID);
        result = result < 0 ? result : LeaveHost(frame);
        result = result < 0 ? result : KeepOnly(frame, socket);
        result = result < 0 ? result : Lower(frame);
        result = result < 0 ? result : Kernel.Call(frame, NR.clone, (nint)Clone.CLONE_PARENT);
        if (result == 0)
        {
            End(Send(frame, socket));
        }
        return result;
    }

    // an empty file system that has no place: chroot(2) asks for no more than a directory
    private static nint LeaveHost(InitFrame* frame)
    {
        byte* name = stackalloc byte[6];
        name[0] = (byte)'t';
        name[1] = (byte)'m';
        name[2] = (byte)'p';
        name[3] = (byte)'f';
        name[4] = (byte)'s';
        name[5] = 0;
        nint root = MountSteps.NewMount(frame, name, null, MountApi.MOUNT_ATTR_RDONLY);
        byte* dot = stackalloc byte[2];
        dot[0] = (byte)'.';
        dot[1] = 0;
        nint result = root < 0 ? root : Kernel.Call(frame, NR.fchdir, root);
        return result < 0 ? result : Kernel.Call(frame, NR.chroot, (nint)dot);
    }

    private static nint KeepOnly(InitFrame* frame, int socket)
    {
        nint result = socket > 0 ? Kernel.Call(frame, NR.close_range, 0, socket - 1, 0) : 0;
        result =
            result < 0
                ? result
                : Kernel.Call(frame, NR.close_range, socket + 1, unchecked((nint)uint.MaxValue), 0);
        for (int i = 0; i < frame->StepCount && result >= 0; i++)
        {
            if (frame->Steps[i].Kind == StepKind.Forget)
            {
                return AppearSteps.Forget(frame, frame->Steps + i);
            }
        }
        return result;
    }

    private static nint Lower(InitFrame* frame)
    {
        uint* header = stackalloc uint[2];
        header[0] = CapabilityVersion3;
        header[1] = 0;
        uint* sets = stackalloc uint[6];
        sets[0] = sets[1] = (uint)SysAdmin;
        sets[2] = sets[3] = sets[4] = sets[5] = 0;
        nint result = Kernel.Call(frame, NR.prctl, Prctl.PR_SET_NO_NEW_PRIVS, 1);
        result = result < 0 ? result : Kernel.Call(frame, NR.capset, (nint)header, (nint)sets);
        result = result < 0 ? result : Kernel.Call(frame, NR.prctl, Prctl.PR_SET_DUMPABLE, 0);
        return result < 0 ? result : Filter(frame);
    }

    // Whoever traces it cannot have it call anything else, in this ABI or another of the machine.
    private static nint Filter(InitFrame* frame)
    {
        const int count = 9;
        ulong* program = stackalloc ulong[count];
        program[0] = Instruction(0x20, 0, 0, 4); // the ABI
        program[1] = Instruction(0x15, 0, 5, AuditArch.Native);
        program[2] = Instruction(0x20, 0, 0, 0); // the number
        program[3] = Instruction(0x15, 4, 0, NR.clone);
        program[4] = Instruction(0x15, 3, 0, NR.fsopen);
        program[5] = Instruction(0x15, 2, 0, NR.sendmsg);
        program[6] = Instruction(0x15, 1, 0, NR.exit_group);
        program[7] = Instruction(0x06, 0, 0, SECCOMP_RET_KILL_PROCESS);
        program[8] = Instruction(0x06, 0, 0, SECCOMP_RET_ALLOW);
        ulong* filter = stackalloc ulong[2]; // struct sock_fprog
        filter[0] = count;
        filter[1] = (ulong)program;
        return Kernel.Call(frame, NR.seccomp, SeccompSetModeFilter, 0, (nint)filter);
    }

    // struct sock_filter: code, jump when true, jump when false, value
    private static ulong Instruction(uint code, uint whenTrue, uint whenFalse, uint value) =>
        code | (ulong)whenTrue << 16 | (ulong)whenFalse << 24 | (ulong)value << 32;

    private static nint Send(InitFrame* frame, int socket)
    {
        byte* name = stackalloc byte[5];
        name[0] = (byte)'p';
        name[1] = (byte)'r';
        name[2] = (byte)'o';
        name[3] = (byte)'c';
        name[4] = 0;
        nint context = Kernel.Call(frame, NR.fsopen, (nint)name, (nint)MountApi.FSOPEN_CLOEXEC);
        return context < 0 ? context : DescriptorMessage.Send(frame, socket, (int)context);
    }
}
