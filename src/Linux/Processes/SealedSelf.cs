using System;
using System.Runtime.InteropServices;
using System.Text;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>
/// Runs the program again from a read-only mount of itself. A container can make its entry point
/// `/proc/self/exe`, keep a descriptor of the file and write to it when it is no longer busy
/// (CVE-2019-5736): what it then holds is a file on a read-only mount.
/// </summary>
public static unsafe partial class SealedSelf
{
    private const long ST_RDONLY = 1;
    private const int MFD_CLOEXEC = 1;
    private const int MFD_ALLOW_SEALING = 2;
    private const int SIG_BLOCK = 0;

    /// <summary>
    /// Returns when the program is sealed; otherwise it starts again and does not return.
    /// </summary>
    /// <param name="blockSignals">
    /// Signals are blocked before the new start, so that every thread of the runtime inherits the mask
    /// and a signalfd sees them all. The child resets it.
    /// </param>
    public static void Ensure(ReadOnlySpan<string> arguments, bool blockSignals)
    {
        using Fd self = Files
            .HostFile.Open("/proc/self/exe", FileConstants.O_RDONLY)
            .OrThrow("open /proc/self/exe");
        if (IsSealed(self) && (!blockSignals || SignalsAreBlocked()))
        {
            return;
        }
        if (blockSignals)
        {
            ulong all = ulong.MaxValue;
            _ = Sys.Call(NR.rt_sigprocmask, SIG_BLOCK, (nint)(&all), 0, sizeof(ulong));
        }
        SysResult<Fd> image = ReadonlyMount(self);
        using Fd start = image.Failed ? SealedCopy(self) : image.Value;
        Execute(start, arguments);
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

    private static bool SignalsAreBlocked()
    {
        ulong mask = 0;
        _ = Sys.Call(NR.rt_sigprocmask, SIG_BLOCK, 0, (nint)(&mask), sizeof(ulong));
        return (mask >> (SignalConstants.SIGTERM - 1) & 1) != 0;
    }

    private static SysResult<Fd> ReadonlyMount(Fd self)
    {
        byte empty = 0;
        const uint flags =
            MountApi.OPEN_TREE_CLONE
            | MountApi.OPEN_TREE_CLOEXEC
            | (uint)FileConstants.AT_EMPTY_PATH;
        SysResult<Fd> tree = Fd.From(
            Sys.Call(NR.open_tree, self.Number, (nint)(&empty), (nint)flags)
        );
        if (tree.Failed)
        {
            return tree;
        }
        mount_attr attributes = new() { attr_set = MountApi.MOUNT_ATTR_RDONLY };
        nint result = Sys.Call(
            NR.mount_setattr,
            tree.Value.Number,
            (nint)(&empty),
            FileConstants.AT_EMPTY_PATH,
            (nint)(&attributes),
            sizeof(mount_attr)
        );
        if (result >= 0)
        {
            return tree;
        }
        tree.Value.Dispose();
        return (Errno)(-result);
    }

    // Where a mount cannot be made: a copy in memory that nobody can change any more.
    private static Fd SealedCopy(Fd self)
    {
        byte* name = stackalloc byte[4];
        name[0] = (byte)'c';
        name[1] = (byte)'r';
        name[2] = (byte)'t';
        name[3] = 0;
        Fd copy = Fd.From(Sys.Call(NR.memfd_create, (nint)name, MFD_CLOEXEC | MFD_ALLOW_SEALING))
            .OrThrow("memfd_create for a sealed copy of crt");
        nint sent;
        do
        {
            sent = Sys.Call(NR.sendfile, copy.Number, self.Number, 0, 1 << 30);
        } while (sent > 0);
        _ = new SysResult(sent).OrThrow("copy crt to memory");
        const int seals =
            Fcntl.F_SEAL_SEAL | Fcntl.F_SEAL_SHRINK | Fcntl.F_SEAL_GROW | Fcntl.F_SEAL_WRITE;
        _ = new SysResult(Sys.Call(NR.fcntl, copy.Number, Fcntl.F_ADD_SEALS, seals)).OrThrow(
            "seal the copy of crt"
        );
        return copy;
    }

    private static void Execute(Fd image, ReadOnlySpan<string> arguments)
    {
        byte** argv = (byte**)NativeMemory.AllocZeroed((nuint)(arguments.Length + 1) * 8);
        for (int i = 0; i < arguments.Length; i++)
        {
            argv[i] = Native(arguments[i]);
        }
        byte* path = Native($"/proc/self/fd/{image.Number}");
        _ = execv(path, argv);
        throw new KernelException(
            "start crt from its sealed image",
            (Errno)Marshal.GetLastSystemError()
        );
    }

    private static byte* Native(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        byte* result = (byte*)NativeMemory.AllocZeroed((nuint)length + 1);
        _ = Encoding.UTF8.GetBytes(text, new Span<byte>(result, length));
        return result;
    }

    // the libc function and not the system call: it passes the environment on as it came
    [LibraryImport("libc")]
    private static partial int execv(byte* path, byte** argv);
}
