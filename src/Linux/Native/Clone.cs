namespace ContainerRt.Linux.Native;

/// <summary>Flags of clone(2), clone3(2), unshare(2) and setns(2).</summary>
[CHeader("linux/sched.h")]
public static class Clone
{
    public const ulong CLONE_NEWTIME = 0x80;
    public const ulong CLONE_PIDFD = 0x1000;
    public const ulong CLONE_PARENT = 0x8000;
    public const ulong CLONE_NEWNS = 0x20000;
    public const ulong CLONE_NEWCGROUP = 0x2000000;
    public const ulong CLONE_NEWUTS = 0x4000000;
    public const ulong CLONE_NEWIPC = 0x8000000;
    public const ulong CLONE_NEWUSER = 0x10000000;
    public const ulong CLONE_NEWPID = 0x20000000;
    public const ulong CLONE_NEWNET = 0x40000000;
    public const ulong CLONE_INTO_CGROUP = 0x200000000;
}
