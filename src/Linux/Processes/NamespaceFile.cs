using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Processes;

/// <summary>Files that stand for namespaces, ioctl_ns(2).</summary>
public static class NamespaceFile
{
    private const uint NS_GET_NSTYPE = 0xb703;

    /// <summary>Opens one and makes sure that it is of the type that was asked for.</summary>
    /// <param name="type">CLONE_NEW*.</param>
    public static SysResult<Fd> Open(string path, ulong type)
    {
        // whatever else the name is: a fifo would keep us waiting for its writer, a terminal become ours
        const int flags =
            FileConstants.O_RDONLY | FileConstants.O_NONBLOCK | FileConstants.O_NOCTTY;
        SysResult<Fd> opened = HostFile.Open(path, flags);
        if (opened.Failed)
        {
            return opened;
        }
        nint actual = Sys.Call(NR.ioctl, opened.Value.Number, (nint)NS_GET_NSTYPE);
        if (actual == (nint)type)
        {
            return opened;
        }
        opened.Value.Dispose();
        return Errno.EINVAL;
    }

    /// <summary>Whether two processes are in one namespace; false when one of them has gone.</summary>
    /// <param name="type">A name in /proc/PID/ns, such as "pid".</param>
    public static bool Same(int process, int other, string type) =>
        Inode(process, type) is ulong inode && inode == Inode(other, type);

    private static ulong? Inode(int process, string type)
    {
        SysResult<Fd> opened = HostFile.Open(
            System.FormattableString.Invariant($"/proc/{process}/ns/{type}"),
            FileConstants.O_RDONLY
        );
        if (opened.Failed)
        {
            return null;
        }
        using Fd file = opened.Value;
        SysResult<FileStatus> status = StatusOf.Open(file);
        return status.Failed ? null : status.Value.Inode;
    }
}
