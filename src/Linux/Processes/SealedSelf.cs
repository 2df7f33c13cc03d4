using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>
/// A container can make its entry point `/proc/self/exe`, keep a descriptor of the file and write to it
/// when it is no longer busy (CVE-2019-5736). So a program that clones runs from a read-only mount of
/// itself or from a sealed copy. `crt` sees to that before its runtime starts: src/Start,
/// docs/decisions/0005.
/// </summary>
public static unsafe class SealedSelf
{
    private const long ST_RDONLY = 1;
    private const int SIG_SETMASK = 2;

    /// <exception cref="KernelException">The program could be written to through /proc/self/exe.</exception>
    public static void Assert()
    {
        using Fd self = HostFile
            .Open("/proc/self/exe", FileConstants.O_RDONLY)
            .OrThrow("open /proc/self/exe");
        if (!IsSealed(self))
        {
            throw new KernelException(
                "refused to clone: crt runs neither from a read-only mount nor from a sealed copy of itself (CVE-2019-5736); "
                    + "it needs open_tree and mount_setattr, or memfd_create",
                Errno.EPERM
            );
        }
    }

    /// <summary>
    /// The signals have been blocked before the runtime started, for those verbs that read them from a
    /// signalfd. The others get them as usual: on the main thread, the runtime's own thread keeps its mask.
    /// </summary>
    public static void UnblockSignals()
    {
        ulong none = 0;
        _ = Sys.Call(NR.rt_sigprocmask, SIG_SETMASK, (nint)(&none), 0, sizeof(ulong));
    }

    private static bool IsSealed(Fd self)
    {
        // struct statfs: f_flags is the eleventh of its words
        long* statfs = stackalloc long[15];
        bool readOnly =
            Sys.Call(NR.fstatfs, self.Number, (nint)statfs) >= 0 && (statfs[10] & ST_RDONLY) != 0;
        const int seals = Fcntl.F_SEAL_WRITE | Fcntl.F_SEAL_SHRINK | Fcntl.F_SEAL_GROW;
        nint held = Sys.Call(NR.fcntl, self.Number, Fcntl.F_GET_SEALS);
        return readOnly || (held >= 0 && (held & seals) == seals);
    }
}
