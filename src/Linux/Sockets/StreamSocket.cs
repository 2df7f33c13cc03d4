using System;
using System.Text;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Sockets;

/// <summary>Stream sockets with a path, unix(7).</summary>
public static unsafe class StreamSocket
{
    private const int AF_UNIX = 1;
    private const int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
    private const int LongestPath = 107;

    public static SysResult<Fd> Listen(string path, int backlog) => Named(path, NR.bind, backlog);

    public static SysResult<Fd> Connect(string path) => Named(path, NR.connect, 0);

    // sun_path has 108 bytes, and a state root may be longer: then the directory is named by a descriptor
    private static SysResult<Fd> Named(string path, int call, int backlog)
    {
        SysResult<Fd> socket = Make();
        if (socket.Failed || Encoding.UTF8.GetByteCount(path) <= LongestPath)
        {
            return socket.Failed ? socket : WithAddress(socket.Value, path, call, backlog);
        }
        const int flags = FileConstants.O_PATH | FileConstants.O_DIRECTORY;
        string parent = System.IO.Path.GetDirectoryName(path) ?? "/";
        SysResult<Fd> opened = Files.HostFile.Open(parent, flags);
        if (opened.Failed)
        {
            socket.Value.Dispose();
            return opened;
        }
        using Fd directory = opened.Value;
        string name = System.IO.Path.GetFileName(path);
        return WithAddress(socket.Value, $"/proc/self/fd/{directory.Number}/{name}", call, backlog);
    }

    private static SysResult<Fd> Make() =>
        Fd.From(Sys.Call(NR.socket, AF_UNIX, SOCK_STREAM_CLOEXEC));

    private static SysResult<Fd> WithAddress(Fd socket, string path, int call, int backlog)
    {
        int length = Encoding.UTF8.GetByteCount(path);
        if (length > LongestPath)
        {
            socket.Dispose();
            return Errno.ENAMETOOLONG;
        }
        byte* address = stackalloc byte[2 + LongestPath + 1];
        *(ushort*)address = AF_UNIX;
        _ = Encoding.UTF8.GetBytes(path, new Span<byte>(address + 2, LongestPath));
        address[2 + length] = 0;
        nint result = Sys.Call(call, socket.Number, (nint)address, 2 + length + 1);
        if (result >= 0 && backlog > 0)
        {
            result = Sys.Call(NR.listen, socket.Number, backlog);
        }
        if (result >= 0)
        {
            return socket;
        }
        socket.Dispose();
        return (Errno)(-result);
    }
}
