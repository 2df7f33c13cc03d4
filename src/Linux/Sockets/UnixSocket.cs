using System;
using System.IO;
using System.Text;
using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Sockets;

/// <summary>Stream sockets of unix(7), named by a path.</summary>
public static unsafe class UnixSocket
{
    // sun_path of struct sockaddr_un, with its NUL
    private const int PathBytes = 108;
    private const int OwnerOnly = 0x180;

    /// <summary>A listener at a path, mode 0600. The directory decides who may reach it.</summary>
    public static Fd Listen(string path, int backlog = 64)
    {
        Fd socket = Open(0).OrThrow("make a unix socket");
        // bind(2) takes the mode of the new inode from the socket's own
        _ = Sys.Call(NR.fchmod, socket.Number, OwnerOnly);
        File.Delete(path);
        _ = new SysResult(WithAddress(NR.bind, socket, path)).OrThrow(
            $"bind the socket \"{path}\""
        );
        _ = new SysResult(Sys.Call(NR.listen, socket.Number, backlog)).OrThrow(
            $"listen on \"{path}\""
        );
        return socket;
    }

    public static SysResult<Fd> Connect(string path)
    {
        SysResult<Fd> socket = Open(0);
        if (socket.Failed)
        {
            return socket;
        }
        nint result = WithAddress(NR.connect, socket.Value, path);
        if (result < 0)
        {
            socket.Value.Dispose();
            return (Errno)(-result);
        }
        return socket;
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

    public static (Fd First, Fd Second) Pair()
    {
        int* ends = stackalloc int[2];
        _ = new SysResult(
            Sys.Call(
                NR.socketpair,
                Socket.AF_UNIX,
                Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC,
                0,
                (nint)ends
            )
        ).OrThrow("make a socket pair");
        return (Fd.Own(ends[0]), Fd.Own(ends[1]));
    }

    private static SysResult<Fd> Open(int flags) =>
        Fd.From(
            Sys.Call(NR.socket, Socket.AF_UNIX, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC | flags, 0)
        );

    private static nint WithAddress(int call, Fd socket, string path)
    {
        byte* address = stackalloc byte[2 + PathBytes];
        new Span<byte>(address, 2 + PathBytes).Clear();
        *(ushort*)address = Socket.AF_UNIX;
        if (Encoding.UTF8.GetByteCount(path) >= PathBytes)
        {
            return -(int)Errno.ENAMETOOLONG;
        }
        int length = Encoding.UTF8.GetBytes(path, new Span<byte>(address + 2, PathBytes - 1));
        return BlockingSys.Call(call, socket.Number, (nint)address, 2 + length + 1);
    }
}
