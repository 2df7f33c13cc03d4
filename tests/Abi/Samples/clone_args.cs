#pragma warning disable CS0649 // only its layout is looked at
using ContainerRt.Linux.Native;

namespace ContainerRt.Abi.Samples;

/// <summary>Two fields are swapped: the size is right, the offsets are not.</summary>
[CHeader("linux/sched.h")]
internal struct clone_args
{
    public ulong flags;
    public ulong child_tid;
    public ulong pidfd;
    public ulong parent_tid;
    public ulong exit_signal;
    public ulong stack;
    public ulong stack_size;
    public ulong tls;
    public ulong set_tid;
    public ulong set_tid_size;
    public ulong cgroup;
}
