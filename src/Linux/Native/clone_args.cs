using System.Runtime.InteropServices;

namespace ContainerRt.Linux.Native;

#pragma warning disable CS8981 // the kernel's name
/// <summary>Argument of clone3(2).</summary>
[CHeader("linux/sched.h")]
[StructLayout(LayoutKind.Sequential)]
public struct clone_args
{
    public ulong flags;
    public ulong pidfd;
    public ulong child_tid;
    public ulong parent_tid;
    public ulong exit_signal;
    public ulong stack;
    public ulong stack_size;
    public ulong tls;
    public ulong set_tid;
    public ulong set_tid_size;
    public ulong cgroup;
}
