namespace ContainerRt.Linux.Native;

/// <summary>Constants of socket(2), unix(7) and sendmsg(2).</summary>
[CHeader("sys/socket.h")]
public static class Socket
{
    public const int AF_UNIX = 1;
    public const int SOCK_STREAM = 1;
    public const int SOCK_SEQPACKET = 5;
    public const int SOCK_NONBLOCK = 0x800;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int SOL_SOCKET = 1;
    public const int SO_PEERCRED = 17;
    public const int SCM_RIGHTS = 1;
    public const int MSG_NOSIGNAL = 0x4000;
    public const int MSG_CTRUNC = 8;
    public const int MSG_CMSG_CLOEXEC = 0x40000000;
}
