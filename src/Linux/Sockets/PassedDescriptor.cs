using ContainerRt.Linux.Native;

namespace ContainerRt.Linux.Sockets;

/// <summary>One descriptor sent over a unix socket, SCM_RIGHTS of unix(7).</summary>
public static unsafe class PassedDescriptor
{
    private const int ControlBytes = 64;

    public static SysResult Send(Fd socket, Fd passed)
    {
        byte* control = stackalloc byte[ControlBytes];
        byte body = 0;
        iovec data = new() { iov_base = (nint)(&body), iov_len = 1 };
        cmsghdr* head = (cmsghdr*)control;
        head->cmsg_len = (nuint)(sizeof(cmsghdr) + sizeof(int));
        head->cmsg_level = Socket.SOL_SOCKET;
        head->cmsg_type = Socket.SCM_RIGHTS;
        *(int*)(control + sizeof(cmsghdr)) = passed.Number;
        msghdr message = new()
        {
            msg_iov = (nint)(&data),
            msg_iovlen = 1,
            msg_control = (nint)control,
            msg_controllen = (nuint)(sizeof(cmsghdr) + 8),
        };
        return new SysResult(
            BlockingSys.Call(NR.sendmsg, socket.Number, (nint)(&message), Socket.MSG_NOSIGNAL)
        );
    }

    /// <summary>Takes one descriptor; more than one, or none, is EBADMSG and leaves none open.</summary>
    public static SysResult<Fd> Receive(Fd socket)
    {
        byte* control = stackalloc byte[ControlBytes];
        byte* body = stackalloc byte[4096]; // the runtimes send the terminal's name with it
        iovec data = new() { iov_base = (nint)body, iov_len = 4096 };
        msghdr message = new()
        {
            msg_iov = (nint)(&data),
            msg_iovlen = 1,
            msg_control = (nint)control,
            msg_controllen = ControlBytes,
        };
        nint result = BlockingSys.Call(
            NR.recvmsg,
            socket.Number,
            (nint)(&message),
            Socket.MSG_CMSG_CLOEXEC
        );
        return result < 0 ? (Errno)(-result) : Only(control, in message);
    }

    private static SysResult<Fd> Only(byte* control, in msghdr message)
    {
        cmsghdr* head = (cmsghdr*)control;
        if (message.msg_controllen < (nuint)sizeof(cmsghdr) || head->cmsg_type != Socket.SCM_RIGHTS)
        {
            return Errno.EBADMSG;
        }
        int count = ((int)head->cmsg_len - sizeof(cmsghdr)) / sizeof(int);
        int* numbers = (int*)(control + sizeof(cmsghdr));
        if (count == 1 && (message.msg_flags & Socket.MSG_CTRUNC) == 0)
        {
            return Fd.Own(numbers[0]);
        }
        for (int i = 0; i < count; i++)
        {
            _ = Sys.Call(NR.close, numbers[i]);
        }
        return Errno.EBADMSG;
    }
}
