using System;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Bpf;

/// <summary>bpf(2), BPF_PROG_ATTACH for device programs of a cgroup.</summary>
public static unsafe class BpfAttach
{
    private const int ProgAttach = 8;
    private const int ProgDetach = 9;
    private const int ProgGetFdById = 13;
    private const int ProgQuery = 16;
    private const uint CgroupDevice = 6;
    private const uint AllowMulti = 2;
    private const uint Replace = 4;
    private const int MostPrograms = 64;

    /// <summary>
    /// Makes a program the only one of the cgroup itself; those of its parents stay and are asked too. One
    /// old program is replaced in one step; several are detached after the new one holds, never before.
    /// </summary>
    public static SysResult ToCgroup(Fd cgroup, Fd program)
    {
        Span<uint> ids = stackalloc uint[MostPrograms];
        nint count = Query(cgroup, ids);
        if (count < 0)
        {
            return new SysResult(count);
        }
        if (count == 1 && ProgramOf(ids[0]) is { Failed: false } single)
        {
            using Fd old = single.Value;
            return Call(ProgAttach, cgroup, program, AllowMulti | Replace, old.Number);
        }
        SysResult attached = Call(ProgAttach, cgroup, program, AllowMulti, 0);
        for (int i = 0; i < count && !attached.Failed; i++)
        {
            SysResult<Fd> found = ProgramOf(ids[i]);
            if (found.Failed)
            {
                return new SysResult(-(int)found.Errno);
            }
            using Fd old = found.Value;
            attached = Call(ProgDetach, cgroup, old, 0, 0);
        }
        return attached;
    }

    private static nint Query(Fd cgroup, Span<uint> ids)
    {
        fixed (uint* found = ids)
        {
            // target_fd, attach_type, query_flags, attach_flags, prog_ids, prog_cnt
            ulong* attr = stackalloc ulong[8];
            new Span<ulong>(attr, 8).Clear();
            attr[0] = (uint)cgroup.Number | ((ulong)CgroupDevice << 32);
            attr[2] = (ulong)found;
            attr[3] = (ulong)ids.Length;
            nint result = Sys.Call(NR.bpf, ProgQuery, (nint)attr, 64);
            return result < 0 ? result : (nint)(uint)attr[3];
        }
    }

    private static SysResult<Fd> ProgramOf(uint id)
    {
        ulong* attr = stackalloc ulong[2];
        attr[0] = id;
        attr[1] = 0;
        return Fd.From(Sys.Call(NR.bpf, ProgGetFdById, (nint)attr, 12));
    }

    private static SysResult Call(int command, Fd cgroup, Fd program, uint flags, int replaced)
    {
        // target_fd, attach_bpf_fd, attach_type, attach_flags, replace_bpf_fd
        uint* attr = stackalloc uint[6];
        attr[0] = (uint)cgroup.Number;
        attr[1] = (uint)program.Number;
        attr[2] = CgroupDevice;
        attr[3] = flags;
        attr[4] = (uint)replaced;
        attr[5] = 0;
        return new SysResult(Sys.Call(NR.bpf, command, (nint)attr, 20));
    }
}
