using System;
using System.Text;
using ContainerRt.Linux.Native;
using static ContainerRt.Linux.Native.MountApi;

namespace ContainerRt.Linux.Mounts;

/// <summary>A file system being configured: fsopen(2), fsconfig(2), fsmount(2).</summary>
public sealed unsafe class FsContext : IDisposable
{
    private readonly Fd _fd;

    private FsContext(Fd fd) => _fd = fd;

    public static SysResult<FsContext> Open(string type)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(type + "\0"))
        {
            SysResult<Fd> fd = Fd.From(Sys.Call(NR.fsopen, (nint)name, (nint)FSOPEN_CLOEXEC));
            return fd.Failed ? fd.Errno : new FsContext(fd.Value);
        }
    }

    public SysResult SetFlag(string key) => Configure(FSCONFIG_SET_FLAG, key, 0, 0);

    /// <summary>At most 255 bytes, fsconfig(2).</summary>
    public SysResult SetString(string key, ReadOnlySpan<byte> value)
    {
        if (CPath.Check(value) is not Errno.None and Errno bad)
        {
            return new(-(nint)bad);
        }
        byte* buffer = stackalloc byte[value.Length + 1];
        return Configure(FSCONFIG_SET_STRING, key, CPath.Copy(value, buffer), 0);
    }

    public SysResult SetString(string key, string value) =>
        SetString(key, Encoding.UTF8.GetBytes(value));

    public SysResult SetFd(string key, Fd value) =>
        Configure(FSCONFIG_SET_FD, key, 0, value.Number);

    public SysResult Create() => Command(FSCONFIG_CMD_CREATE);

    /// <param name="attributes">MOUNT_ATTR_*.</param>
    public SysResult<DetachedMount> Mount(ulong attributes = 0)
    {
        nint result = BlockingSys.Call(
            NR.fsmount,
            _fd.Number,
            (nint)FSMOUNT_CLOEXEC,
            (nint)attributes
        );
        return result < 0 ? (Errno)(-result) : new DetachedMount(Fd.Own(result));
    }

    /// <summary>What the kernel has to say about the last failure; empty when it says nothing.</summary>
    public string Complaints()
    {
        StringBuilder text = new();
        byte* buffer = stackalloc byte[1024];
        while (Sys.Call(NR.read, _fd.Number, (nint)buffer, 1024) is > 0 and nint length)
        {
            _ = text.Append(text.Length > 0 ? "; " : "");
            // each message starts with its kind and a space
            ReadOnlySpan<byte> line = new ReadOnlySpan<byte>(buffer, (int)length).TrimEnd(
                (byte)'\n'
            );
            _ = text.Append(Encoding.UTF8.GetString(line.Length > 2 ? line[2..] : line));
        }
        return text.ToString();
    }

    public void Dispose() => _fd.Dispose();

    private SysResult Command(uint command) =>
        new(BlockingSys.Call(NR.fsconfig, _fd.Number, (nint)command, 0, 0, 0));

    private SysResult Configure(uint command, string key, nint value, int auxiliary)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(key + "\0"))
        {
            return new(
                BlockingSys.Call(
                    NR.fsconfig,
                    _fd.Number,
                    (nint)command,
                    (nint)name,
                    value,
                    auxiliary
                )
            );
        }
    }
}
