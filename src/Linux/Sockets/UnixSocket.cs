using System;
using System.IO;
using System.Text;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Sockets;

/// <summary>Stream sockets of unix(7), named by a path.</summary>
public static unsafe class UnixSocket
{
    // sun_path of struct sockaddr_un, less its NUL
    private const int LongestPath = 107;
    private const int OwnerOnly = 0x180;

    /// <summary>A listener at a path, mode 0600; what a killed predecessor left there is replaced.</summary>
    public static SysResult<Fd> Listen(string path, int backlog = 64)
    {
        SysResult<Fd> socket = Make();
        if (socket.Failed)
        {
            return socket;
        }
        // bind(2) takes the mode of the new inode from the socket's own
        _ = Sys.Call(NR.fchmod, socket.Value.Number, OwnerOnly);
        File.Delete(path);
        nint result = Named(NR.bind, socket.Value, path);
        if (result >= 0)
        {
            result = Sys.Call(NR.listen, socket.Value.Number, backlog);
        }
        return Finished(socket.Value, result);
    }

    public static SysResult<Fd> Connect(string path)
    {
        SysResult<Fd> socket = Make();
        return socket.Failed
            ? socket
            : Finished(socket.Value, Named(NR.connect, socket.Value, path));
    }

    /// <summary>A connection that does not block. EAGAIN: the listener's backlog is full.</summary>
    public static SysResult<Fd> TryConnect(string path)
    {
        SysResult<Fd> socket = Make(Socket.SOCK_NONBLOCK);
        return socket.Failed
            ? socket
            : Finished(socket.Value, Named(NR.connect, socket.Value, path));
    }

    /// <summary>The next connection, which does not block.</summary>
    public static SysResult<Fd> Accept(Fd listener) =>
        Fd.From(
            Sys.Call(NR.accept4, listener.Number, 0, 0, Socket.SOCK_CLOEXEC | Socket.SOCK_NONBLOCK)
        );

    /// <summary>The user that connected, as the kernel saw it at connect(2).</summary>
    public static SysResult<uint> PeerUser(Fd connection)
    {
        uint* credentials = stackalloc uint[3]; // struct ucred: pid, uid, gid
        int length = 12;
        nint result = Sys.Call(
            NR.getsockopt,
            connection.Number,
            Socket.SOL_SOCKET,
            Socket.SO_PEERCRED,
            (nint)credentials,
            (nint)(&length)
        );
        return result < 0 ? (Errno)(-result) : credentials[1];
    }

    public static (Fd First, Fd Second) Pair() => Pair(Socket.SOCK_STREAM);

    /// <summary>A pair that keeps the bounds of what is written.</summary>
    public static (Fd First, Fd Second) PacketPair() => Pair(Socket.SOCK_SEQPACKET);

    private static (Fd First, Fd Second) Pair(int type)
    {
        int* ends = stackalloc int[2];
        _ = new SysResult(
            Sys.Call(NR.socketpair, Socket.AF_UNIX, type | Socket.SOCK_CLOEXEC, 0, (nint)ends)
        ).OrThrow("make a socket pair");
        return (Fd.Own(ends[0]), Fd.Own(ends[1]));
    }

    private static SysResult<Fd> Make(int flags = 0) =>
        Fd.From(
            Sys.Call(NR.socket, Socket.AF_UNIX, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC | flags, 0)
        );

    private static SysResult<Fd> Finished(Fd socket, nint result)
    {
        if (result >= 0)
        {
            return socket;
        }
        socket.Dispose();
        return (Errno)(-result);
    }

    // a state root may be longer than sun_path: then the directory is named by a descriptor
    private static nint Named(int call, Fd socket, string path)
    {
        if (Encoding.UTF8.GetByteCount(path) <= LongestPath)
        {
            return WithAddress(call, socket, path);
        }
        SysResult<Fd> opened = HostFile.Open(
            Path.GetDirectoryName(path) ?? "/",
            FileConstants.O_PATH | FileConstants.O_DIRECTORY
        );
        if (opened.Failed)
        {
            return -(nint)opened.Errno;
        }
        using Fd directory = opened.Value;
        string name = Path.GetFileName(path);
        return WithAddress(call, socket, $"/proc/self/fd/{directory.Number}/{name}");
    }

    // connect(2) waits while the listener's backlog is full
    private static nint WithAddress(int call, Fd socket, string path)
    {
        int length = Encoding.UTF8.GetByteCount(path);
        if (length > LongestPath)
        {
            return -(nint)Errno.ENAMETOOLONG;
        }
        byte* address = stackalloc byte[2 + LongestPath + 1];
        *(ushort*)address = Socket.AF_UNIX;
        _ = Encoding.UTF8.GetBytes(path, new Span<byte>(address + 2, LongestPath));
        address[2 + length] = 0;
        return BlockingSys.Call(call, socket.Number, (nint)address, 2 + length + 1);
    }
}
