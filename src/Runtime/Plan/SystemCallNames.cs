using ContainerRt.Linux.Native;

namespace ContainerRt.Runtime.Plan;

/// <summary>Names of the calls that the child makes, for messages.</summary>
internal static class SystemCallNames
{
    #pragma warning disable MA0051 // a table
    // csharpier-ignore-start
    internal static string Of(int number) => number switch
    {
        NR.read => nameof(NR.read),
        NR.write => nameof(NR.write),
        NR.openat => nameof(NR.openat),
        NR.openat2 => nameof(NR.openat2),
        NR.close_range => nameof(NR.close_range),
        NR.newfstatat => nameof(NR.newfstatat),
        NR.faccessat2 => nameof(NR.faccessat2),
        NR.faccessat => nameof(NR.faccessat),
        NR.readlinkat => nameof(NR.readlinkat),
        NR.getdents64 => nameof(NR.getdents64),
        NR.fchmodat => nameof(NR.fchmodat),
        NR.fchdir => nameof(NR.fchdir),
        NR.chdir => nameof(NR.chdir),
        NR.getcwd => nameof(NR.getcwd),
        NR.mkdirat => nameof(NR.mkdirat),
        NR.mknodat => nameof(NR.mknodat),
        NR.symlinkat => nameof(NR.symlinkat),
        NR.unlinkat => nameof(NR.unlinkat),
        NR.fchownat => nameof(NR.fchownat),
        NR.fstatfs => nameof(NR.fstatfs),
        NR.mount => nameof(NR.mount),
        NR.umount2 => nameof(NR.umount2),
        NR.pivot_root => nameof(NR.pivot_root),
        NR.chroot => nameof(NR.chroot),
        NR.open_tree => nameof(NR.open_tree),
        NR.move_mount => nameof(NR.move_mount),
        NR.fsopen => nameof(NR.fsopen),
        NR.fsconfig => nameof(NR.fsconfig),
        NR.fsmount => nameof(NR.fsmount),
        NR.mount_setattr => nameof(NR.mount_setattr),
        NR.sethostname => nameof(NR.sethostname),
        NR.setdomainname => nameof(NR.setdomainname),
        NR.clone => nameof(NR.clone),
        NR.munmap => nameof(NR.munmap),
        NR.madvise => nameof(NR.madvise),
        NR.setns => nameof(NR.setns),
        NR.unshare => nameof(NR.unshare),
        NR.setsid => nameof(NR.setsid),
        NR.prctl => nameof(NR.prctl),
        NR.prlimit64 => nameof(NR.prlimit64),
        NR.capset => nameof(NR.capset),
        NR.setresuid => nameof(NR.setresuid),
        NR.setresgid => nameof(NR.setresgid),
        NR.setgroups => nameof(NR.setgroups),
        NR.umask => nameof(NR.umask),
        NR.sched_setaffinity => nameof(NR.sched_setaffinity),
        NR.keyctl => nameof(NR.keyctl),
        NR.seccomp => nameof(NR.seccomp),
        NR.rt_sigaction => nameof(NR.rt_sigaction),
        NR.rt_sigprocmask => nameof(NR.rt_sigprocmask),
        NR.socket => nameof(NR.socket),
        NR.socketpair => nameof(NR.socketpair),
        NR.ioctl => nameof(NR.ioctl),
        NR.accept4 => nameof(NR.accept4),
        NR.sendmsg => nameof(NR.sendmsg),
        NR.recvmsg => nameof(NR.recvmsg),
        NR.sendfile => nameof(NR.sendfile),
        NR.dup3 => nameof(NR.dup3),
        NR.execve => nameof(NR.execve),
        _ => $"system call {number}",
    };
    // csharpier-ignore-end
#pragma warning restore MA0051
}
