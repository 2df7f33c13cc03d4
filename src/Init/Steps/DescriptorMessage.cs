using System.Runtime.InteropServices;
using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

/// <summary>A message of one byte and one descriptor, unix(7) SCM_RIGHTS. It points into itself: it stays where it was filled.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DescriptorMessage
{
    private msghdr _header;
    private iovec _vector;
    private cmsghdr _control;
    private int _descriptor;

    // cmsg(3): control data is a multiple of eight bytes
    private int _padding;
    private ulong _payload;

    internal static nint Send(InitFrame* frame, int socket, int descriptor)
    {
        DescriptorMessage message;
        Fill(&message, descriptor);
        return Kernel.Call(
            frame,
            NR.sendmsg,
            socket,
            (nint)(&message._header),
            Socket.MSG_NOSIGNAL
        );
    }

    /// <returns>The descriptor, or EINVAL when the other end has closed without one.</returns>
    internal static nint Receive(InitFrame* frame, int socket)
    {
        DescriptorMessage message;
        Fill(&message, -1);
        nint got;
        do
        {
            got = Kernel.Call(
                frame,
                NR.recvmsg,
                socket,
                (nint)(&message._header),
                Socket.MSG_CMSG_CLOEXEC
            );
        } while (got == Kernel.EINTR);
        bool has =
            message._header.msg_controllen >= (nuint)(sizeof(cmsghdr) + sizeof(int))
            && message._control.cmsg_type == Socket.SCM_RIGHTS;
        return got < 0 ? got
            : has ? message._descriptor
            : Kernel.EINVAL;
    }

    private static void Fill(DescriptorMessage* message, int descriptor)
    {
        message->_payload = 0;
        message->_padding = 0;
        message->_descriptor = descriptor;
        message->_control.cmsg_len = (nuint)(sizeof(cmsghdr) + sizeof(int));
        message->_control.cmsg_level = Socket.SOL_SOCKET;
        message->_control.cmsg_type = descriptor < 0 ? 0 : Socket.SCM_RIGHTS;
        message->_vector.iov_base = (nint)(&message->_payload);
        message->_vector.iov_len = 1;
        message->_header.msg_name = 0;
        message->_header.msg_namelen = 0;
        message->_header.msg_iov = (nint)(&message->_vector);
        message->_header.msg_iovlen = 1;
        message->_header.msg_control = (nint)(&message->_control);
        message->_header.msg_controllen = (nuint)(sizeof(cmsghdr) + (2 * sizeof(int)));
        message->_header.msg_flags = 0;
    }
}
