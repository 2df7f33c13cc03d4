// Written by build/generate-syscall-tables.
using System;

namespace ContainerRt.Runtime.Seccomp;

#pragma warning disable MA0048, MA0051 // a table
// csharpier-ignore
internal static partial class SyscallTable
{
    private static ReadOnlySpan<byte> Text =>
        "_llseek"u8 +
        "_newselect"u8 +
        "_sysctl"u8 +
        "accept"u8 +
        "accept4"u8 +
        "access"u8 +
        "acct"u8 +
        "add_key"u8 +
        "adjtimex"u8 +
        "afs_syscall"u8 +
        "alarm"u8 +
        "arch_prctl"u8 +
        "arm_fadvise64_64"u8 +
        "arm_sync_file_range"u8 +
        "bdflush"u8 +
        "bind"u8 +
        "bpf"u8 +
        "break"u8 +
        "breakpoint"u8 +
        "brk"u8 +
        "cacheflush"u8 +
        "cachestat"u8 +
        "capget"u8 +
        "capset"u8 +
        "chdir"u8 +
        "chmod"u8 +
        "chown"u8 +
        "chown32"u8 +
        "chroot"u8 +
        "clock_adjtime"u8 +
        "clock_adjtime64"u8 +
        "clock_getres"u8 +
        "clock_getres_time64"u8 +
        "clock_gettime"u8 +
        "clock_gettime64"u8 +
        "clock_nanosleep"u8 +
        "clock_nanosleep_time64"u8 +
        "clock_settime"u8 +
        "clock_settime64"u8 +
        "clone"u8 +
        "clone3"u8 +
        "close"u8 +
        "close_range"u8 +
        "connect"u8 +
        "copy_file_range"u8 +
        "creat"u8 +
        "create_module"u8 +
        "delete_module"u8 +
        "dup"u8 +
        "dup2"u8 +
        "dup3"u8 +
        "epoll_create"u8 +
        "epoll_create1"u8 +
        "epoll_ctl"u8 +
        "epoll_ctl_old"u8 +
        "epoll_pwait"u8 +
        "epoll_pwait2"u8 +
        "epoll_wait"u8 +
        "epoll_wait_old"u8 +
        "eventfd"u8 +
        "eventfd2"u8 +
        "execve"u8 +
        "execveat"u8 +
        "exit"u8 +
        "exit_group"u8 +
        "faccessat"u8 +
        "faccessat2"u8 +
        "fadvise64"u8 +
        "fadvise64_64"u8 +
        "fallocate"u8 +
        "fanotify_init"u8 +
        "fanotify_mark"u8 +
        "fchdir"u8 +
        "fchmod"u8 +
        "fchmodat"u8 +
        "fchmodat2"u8 +
        "fchown"u8 +
        "fchown32"u8 +
        "fchownat"u8 +
        "fcntl"u8 +
        "fcntl64"u8 +
        "fdatasync"u8 +
        "fgetxattr"u8 +
        "file_getattr"u8 +
        "file_setattr"u8 +
        "finit_module"u8 +
        "flistxattr"u8 +
        "flock"u8 +
        "fork"u8 +
        "fremovexattr"u8 +
        "fsconfig"u8 +
        "fsetxattr"u8 +
        "fsmount"u8 +
        "fsopen"u8 +
        "fspick"u8 +
        "fstat"u8 +
        "fstat64"u8 +
        "fstatat64"u8 +
        "fstatfs"u8 +
        "fstatfs64"u8 +
        "fsync"u8 +
        "ftime"u8 +
        "ftruncate"u8 +
        "ftruncate64"u8 +
        "futex"u8 +
        "futex_requeue"u8 +
        "futex_time64"u8 +
        "futex_wait"u8 +
        "futex_waitv"u8 +
        "futex_wake"u8 +
        "futimesat"u8 +
        "get_kernel_syms"u8 +
        "get_mempolicy"u8 +
        "get_robust_list"u8 +
        "get_thread_area"u8 +
        "get_tls"u8 +
        "getcpu"u8 +
        "getcwd"u8 +
        "getdents"u8 +
        "getdents64"u8 +
        "getegid"u8 +
        "getegid32"u8 +
        "geteuid"u8 +
        "geteuid32"u8 +
        "getgid"u8 +
        "getgid32"u8 +
        "getgroups"u8 +
        "getgroups32"u8 +
        "getitimer"u8 +
        "getpeername"u8 +
        "getpgid"u8 +
        "getpgrp"u8 +
        "getpid"u8 +
        "getpmsg"u8 +
        "getppid"u8 +
        "getpriority"u8 +
        "getrandom"u8 +
        "getresgid"u8 +
        "getresgid32"u8 +
        "getresuid"u8 +
        "getresuid32"u8 +
        "getrlimit"u8 +
        "getrusage"u8 +
        "getsid"u8 +
        "getsockname"u8 +
        "getsockopt"u8 +
        "gettid"u8 +
        "gettimeofday"u8 +
        "getuid"u8 +
        "getuid32"u8 +
        "getxattr"u8 +
        "getxattrat"u8 +
        "gtty"u8 +
        "idle"u8 +
        "init_module"u8 +
        "inotify_add_watch"u8 +
        "inotify_init"u8 +
        "inotify_init1"u8 +
        "inotify_rm_watch"u8 +
        "io_cancel"u8 +
        "io_destroy"u8 +
        "io_getevents"u8 +
        "io_pgetevents"u8 +
        "io_pgetevents_time64"u8 +
        "io_setup"u8 +
        "io_submit"u8 +
        "io_uring_enter"u8 +
        "io_uring_register"u8 +
        "io_uring_setup"u8 +
        "ioctl"u8 +
        "ioperm"u8 +
        "iopl"u8 +
        "ioprio_get"u8 +
        "ioprio_set"u8 +
        "ipc"u8 +
        "kcmp"u8 +
        "kexec_file_load"u8 +
        "kexec_load"u8 +
        "keyctl"u8 +
        "kill"u8 +
        "landlock_add_rule"u8 +
        "landlock_create_ruleset"u8 +
        "landlock_restrict_self"u8 +
        "lchown"u8 +
        "lchown32"u8 +
        "lgetxattr"u8 +
        "link"u8 +
        "linkat"u8 +
        "listen"u8 +
        "listmount"u8 +
        "listxattr"u8 +
        "listxattrat"u8 +
        "llistxattr"u8 +
        "lock"u8 +
        "lookup_dcookie"u8 +
        "lremovexattr"u8 +
        "lseek"u8 +
        "lsetxattr"u8 +
        "lsm_get_self_attr"u8 +
        "lsm_list_modules"u8 +
        "lsm_set_self_attr"u8 +
        "lstat"u8 +
        "lstat64"u8 +
        "madvise"u8 +
        "map_shadow_stack"u8 +
        "mbind"u8 +
        "membarrier"u8 +
        "memfd_create"u8 +
        "memfd_secret"u8 +
        "migrate_pages"u8 +
        "mincore"u8 +
        "mkdir"u8 +
        "mkdirat"u8 +
        "mknod"u8 +
        "mknodat"u8 +
        "mlock"u8 +
        "mlock2"u8 +
        "mlockall"u8 +
        "mmap"u8 +
        "mmap2"u8 +
        "modify_ldt"u8 +
        "mount"u8 +
        "mount_setattr"u8 +
        "move_mount"u8 +
        "move_pages"u8 +
        "mprotect"u8 +
        "mpx"u8 +
        "mq_getsetattr"u8 +
        "mq_notify"u8 +
        "mq_open"u8 +
        "mq_timedreceive"u8 +
        "mq_timedreceive_time64"u8 +
        "mq_timedsend"u8 +
        "mq_timedsend_time64"u8 +
        "mq_unlink"u8 +
        "mremap"u8 +
        "mseal"u8 +
        "msgctl"u8 +
        "msgget"u8 +
        "msgrcv"u8 +
        "msgsnd"u8 +
        "msync"u8 +
        "munlock"u8 +
        "munlockall"u8 +
        "munmap"u8 +
        "name_to_handle_at"u8 +
        "nanosleep"u8 +
        "newfstatat"u8 +
        "nfsservctl"u8 +
        "nice"u8 +
        "oldfstat"u8 +
        "oldlstat"u8 +
        "oldolduname"u8 +
        "oldstat"u8 +
        "olduname"u8 +
        "open"u8 +
        "open_by_handle_at"u8 +
        "open_tree"u8 +
        "open_tree_attr"u8 +
        "openat"u8 +
        "openat2"u8 +
        "pause"u8 +
        "pciconfig_iobase"u8 +
        "pciconfig_read"u8 +
        "pciconfig_write"u8 +
        "perf_event_open"u8 +
        "personality"u8 +
        "pidfd_getfd"u8 +
        "pidfd_open"u8 +
        "pidfd_send_signal"u8 +
        "pipe"u8 +
        "pipe2"u8 +
        "pivot_root"u8 +
        "pkey_alloc"u8 +
        "pkey_free"u8 +
        "pkey_mprotect"u8 +
        "poll"u8 +
        "ppoll"u8 +
        "ppoll_time64"u8 +
        "prctl"u8 +
        "pread64"u8 +
        "preadv"u8 +
        "preadv2"u8 +
        "prlimit64"u8 +
        "process_madvise"u8 +
        "process_mrelease"u8 +
        "process_vm_readv"u8 +
        "process_vm_writev"u8 +
        "prof"u8 +
        "profil"u8 +
        "pselect6"u8 +
        "pselect6_time64"u8 +
        "ptrace"u8 +
        "putpmsg"u8 +
        "pwrite64"u8 +
        "pwritev"u8 +
        "pwritev2"u8 +
        "query_module"u8 +
        "quotactl"u8 +
        "quotactl_fd"u8 +
        "read"u8 +
        "readahead"u8 +
        "readdir"u8 +
        "readlink"u8 +
        "readlinkat"u8 +
        "readv"u8 +
        "reboot"u8 +
        "recv"u8 +
        "recvfrom"u8 +
        "recvmmsg"u8 +
        "recvmmsg_time64"u8 +
        "recvmsg"u8 +
        "remap_file_pages"u8 +
        "removexattr"u8 +
        "removexattrat"u8 +
        "rename"u8 +
        "renameat"u8 +
        "renameat2"u8 +
        "request_key"u8 +
        "restart_syscall"u8 +
        "rmdir"u8 +
        "rseq"u8 +
        "rt_sigaction"u8 +
        "rt_sigpending"u8 +
        "rt_sigprocmask"u8 +
        "rt_sigqueueinfo"u8 +
        "rt_sigreturn"u8 +
        "rt_sigsuspend"u8 +
        "rt_sigtimedwait"u8 +
        "rt_sigtimedwait_time64"u8 +
        "rt_tgsigqueueinfo"u8 +
        "sched_get_priority_max"u8 +
        "sched_get_priority_min"u8 +
        "sched_getaffinity"u8 +
        "sched_getattr"u8 +
        "sched_getparam"u8 +
        "sched_getscheduler"u8 +
        "sched_rr_get_interval"u8 +
        "sched_rr_get_interval_time64"u8 +
        "sched_setaffinity"u8 +
        "sched_setattr"u8 +
        "sched_setparam"u8 +
        "sched_setscheduler"u8 +
        "sched_yield"u8 +
        "seccomp"u8 +
        "security"u8 +
        "select"u8 +
        "semctl"u8 +
        "semget"u8 +
        "semop"u8 +
        "semtimedop"u8 +
        "semtimedop_time64"u8 +
        "send"u8 +
        "sendfile"u8 +
        "sendfile64"u8 +
        "sendmmsg"u8 +
        "sendmsg"u8 +
        "sendto"u8 +
        "set_mempolicy"u8 +
        "set_mempolicy_home_node"u8 +
        "set_robust_list"u8 +
        "set_thread_area"u8 +
        "set_tid_address"u8 +
        "set_tls"u8 +
        "setdomainname"u8 +
        "setfsgid"u8 +
        "setfsgid32"u8 +
        "setfsuid"u8 +
        "setfsuid32"u8 +
        "setgid"u8 +
        "setgid32"u8 +
        "setgroups"u8 +
        "setgroups32"u8 +
        "sethostname"u8 +
        "setitimer"u8 +
        "setns"u8 +
        "setpgid"u8 +
        "setpriority"u8 +
        "setregid"u8 +
        "setregid32"u8 +
        "setresgid"u8 +
        "setresgid32"u8 +
        "setresuid"u8 +
        "setresuid32"u8 +
        "setreuid"u8 +
        "setreuid32"u8 +
        "setrlimit"u8 +
        "setsid"u8 +
        "setsockopt"u8 +
        "settimeofday"u8 +
        "setuid"u8 +
        "setuid32"u8 +
        "setxattr"u8 +
        "setxattrat"u8 +
        "sgetmask"u8 +
        "shmat"u8 +
        "shmctl"u8 +
        "shmdt"u8 +
        "shmget"u8 +
        "shutdown"u8 +
        "sigaction"u8 +
        "sigaltstack"u8 +
        "signal"u8 +
        "signalfd"u8 +
        "signalfd4"u8 +
        "sigpending"u8 +
        "sigprocmask"u8 +
        "sigreturn"u8 +
        "sigsuspend"u8 +
        "socket"u8 +
        "socketcall"u8 +
        "socketpair"u8 +
        "splice"u8 +
        "ssetmask"u8 +
        "stat"u8 +
        "stat64"u8 +
        "statfs"u8 +
        "statfs64"u8 +
        "statmount"u8 +
        "statx"u8 +
        "stime"u8 +
        "stty"u8 +
        "swapoff"u8 +
        "swapon"u8 +
        "symlink"u8 +
        "symlinkat"u8 +
        "sync"u8 +
        "sync_file_range"u8 +
        "sync_file_range2"u8 +
        "syncfs"u8 +
        "sysfs"u8 +
        "sysinfo"u8 +
        "syslog"u8 +
        "tee"u8 +
        "tgkill"u8 +
        "time"u8 +
        "timer_create"u8 +
        "timer_delete"u8 +
        "timer_getoverrun"u8 +
        "timer_gettime"u8 +
        "timer_gettime64"u8 +
        "timer_settime"u8 +
        "timer_settime64"u8 +
        "timerfd_create"u8 +
        "timerfd_gettime"u8 +
        "timerfd_gettime64"u8 +
        "timerfd_settime"u8 +
        "timerfd_settime64"u8 +
        "times"u8 +
        "tkill"u8 +
        "truncate"u8 +
        "truncate64"u8 +
        "tuxcall"u8 +
        "ugetrlimit"u8 +
        "ulimit"u8 +
        "umask"u8 +
        "umount"u8 +
        "umount2"u8 +
        "uname"u8 +
        "unlink"u8 +
        "unlinkat"u8 +
        "unshare"u8 +
        "uprobe"u8 +
        "uretprobe"u8 +
        "uselib"u8 +
        "userfaultfd"u8 +
        "usr26"u8 +
        "usr32"u8 +
        "ustat"u8 +
        "utime"u8 +
        "utimensat"u8 +
        "utimensat_time64"u8 +
        "utimes"u8 +
        "vfork"u8 +
        "vhangup"u8 +
        "vm86"u8 +
        "vm86old"u8 +
        "vmsplice"u8 +
        "vserver"u8 +
        "wait4"u8 +
        "waitid"u8 +
        "waitpid"u8 +
        "write"u8 +
        "writev"u8;

    private static ReadOnlySpan<ushort> Starts =>
    [
        0,
        7,
        17,
        24,
        30,
        37,
        43,
        47,
        54,
        62,
        73,
        78,
        88,
        104,
        123,
        130,
        134,
        137,
        142,
        152,
        155,
        165,
        174,
        180,
        186,
        191,
        196,
        201,
        208,
        214,
        227,
        242,
        254,
        273,
        286,
        301,
        316,
        338,
        351,
        366,
        371,
        377,
        382,
        393,
        400,
        415,
        420,
        433,
        446,
        449,
        453,
        457,
        469,
        482,
        491,
        504,
        515,
        527,
        537,
        551,
        558,
        566,
        572,
        580,
        584,
        594,
        603,
        613,
        622,
        634,
        643,
        656,
        669,
        675,
        681,
        689,
        698,
        704,
        712,
        720,
        725,
        732,
        741,
        750,
        762,
        774,
        786,
        796,
        801,
        805,
        817,
        825,
        834,
        841,
        847,
        853,
        858,
        865,
        874,
        881,
        890,
        895,
        900,
        909,
        920,
        925,
        938,
        950,
        960,
        971,
        981,
        990,
        1005,
        1018,
        1033,
        1048,
        1055,
        1061,
        1067,
        1075,
        1085,
        1092,
        1101,
        1108,
        1117,
        1123,
        1131,
        1140,
        1151,
        1160,
        1171,
        1178,
        1185,
        1191,
        1198,
        1205,
        1216,
        1225,
        1234,
        1245,
        1254,
        1265,
        1274,
        1283,
        1289,
        1300,
        1310,
        1316,
        1328,
        1334,
        1342,
        1350,
        1360,
        1364,
        1368,
        1379,
        1396,
        1408,
        1421,
        1437,
        1446,
        1456,
        1468,
        1481,
        1501,
        1509,
        1518,
        1532,
        1549,
        1563,
        1568,
        1574,
        1578,
        1588,
        1598,
        1601,
        1605,
        1620,
        1630,
        1636,
        1640,
        1657,
        1680,
        1702,
        1708,
        1716,
        1725,
        1729,
        1735,
        1741,
        1750,
        1759,
        1770,
        1780,
        1784,
        1798,
        1810,
        1815,
        1824,
        1841,
        1857,
        1874,
        1879,
        1886,
        1893,
        1909,
        1914,
        1924,
        1936,
        1948,
        1961,
        1968,
        1973,
        1980,
        1985,
        1992,
        1997,
        2003,
        2011,
        2015,
        2020,
        2030,
        2035,
        2048,
        2058,
        2068,
        2076,
        2079,
        2092,
        2101,
        2108,
        2123,
        2145,
        2157,
        2176,
        2185,
        2191,
        2196,
        2202,
        2208,
        2214,
        2220,
        2225,
        2232,
        2242,
        2248,
        2265,
        2274,
        2284,
        2294,
        2298,
        2306,
        2314,
        2325,
        2332,
        2340,
        2344,
        2361,
        2370,
        2384,
        2390,
        2397,
        2402,
        2418,
        2432,
        2447,
        2462,
        2473,
        2484,
        2494,
        2511,
        2515,
        2520,
        2530,
        2540,
        2549,
        2562,
        2566,
        2571,
        2583,
        2588,
        2595,
        2601,
        2608,
        2617,
        2632,
        2648,
        2664,
        2681,
        2685,
        2691,
        2699,
        2714,
        2720,
        2727,
        2735,
        2742,
        2750,
        2762,
        2770,
        2781,
        2785,
        2794,
        2801,
        2809,
        2819,
        2824,
        2830,
        2834,
        2842,
        2850,
        2865,
        2872,
        2888,
        2899,
        2912,
        2918,
        2926,
        2935,
        2946,
        2961,
        2966,
        2970,
        2982,
        2995,
        3009,
        3024,
        3036,
        3049,
        3064,
        3086,
        3103,
        3125,
        3147,
        3164,
        3177,
        3191,
        3209,
        3230,
        3258,
        3275,
        3288,
        3302,
        3320,
        3331,
        3338,
        3346,
        3352,
        3358,
        3364,
        3369,
        3379,
        3396,
        3400,
        3408,
        3418,
        3426,
        3433,
        3439,
        3452,
        3475,
        3490,
        3505,
        3520,
        3527,
        3540,
        3548,
        3558,
        3566,
        3576,
        3582,
        3590,
        3599,
        3610,
        3621,
        3630,
        3635,
        3642,
        3653,
        3661,
        3671,
        3680,
        3691,
        3700,
        3711,
        3719,
        3729,
        3738,
        3744,
        3754,
        3766,
        3772,
        3780,
        3788,
        3798,
        3806,
        3811,
        3817,
        3822,
        3828,
        3836,
        3845,
        3856,
        3862,
        3870,
        3879,
        3889,
        3900,
        3909,
        3919,
        3925,
        3935,
        3945,
        3951,
        3959,
        3963,
        3969,
        3975,
        3983,
        3992,
        3997,
        4002,
        4006,
        4013,
        4019,
        4026,
        4035,
        4039,
        4054,
        4070,
        4076,
        4081,
        4088,
        4094,
        4097,
        4103,
        4107,
        4119,
        4131,
        4147,
        4160,
        4175,
        4188,
        4203,
        4217,
        4232,
        4249,
        4264,
        4281,
        4286,
        4291,
        4299,
        4309,
        4316,
        4326,
        4332,
        4337,
        4343,
        4350,
        4355,
        4361,
        4369,
        4376,
        4382,
        4391,
        4397,
        4408,
        4413,
        4418,
        4423,
        4428,
        4437,
        4453,
        4459,
        4464,
        4471,
        4475,
        4482,
        4490,
        4497,
        4502,
        4508,
        4515,
        4520,
        4526,
    ];
}
