using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class NamespaceSteps
{
    private const int AddressFamilyInet = 2;
    private const int SocketDatagramCloexec = 2 | 0x80000;
    private const short InterfaceUp = 1;

    /// <summary>Fd: a namespace file or a pidfd; Flags: CLONE_NEW*.</summary>
    internal static nint Join(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.setns, step->Fd, (nint)step->Flags);

    /// <summary>Flags: CLONE_NEW*.</summary>
    internal static nint Unshare(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.unshare, (nint)step->Flags);

    internal static nint Hostname(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.sethostname, (nint)step->Text, Kernel.Length(step->Text));

    internal static nint Domainname(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.setdomainname, (nint)step->Text, Kernel.Length(step->Text));

    // A new network namespace has its loopback interface, but down.
    internal static nint LoopbackUp(InitFrame* frame)
    {
        nint socket = Kernel.Call(frame, NR.socket, AddressFamilyInet, SocketDatagramCloexec, 0);
        if (socket < 0)
        {
            return socket;
        }
        byte* request = stackalloc byte[40]; // struct ifreq: name[16], then the flags
        for (int i = 0; i < 40; i++)
        {
            request[i] = 0;
        }
        request[0] = (byte)'l';
        request[1] = (byte)'o';
        *(short*)(request + 16) = InterfaceUp;
        nint result = Kernel.Call(
            frame,
            NR.ioctl,
            socket,
            (nint)InterfaceIoctl.SIOCSIFFLAGS,
            (nint)request
        );
        Kernel.Close(socket);
        return result;
    }

    /// <summary>Path: below /proc, such as sys/net/ipv4/ip_forward; Text: what to write.</summary>
    internal static nint Sysctl(InitFrame* frame, Step* step)
    {
        if (frame->Proc < 0)
        {
            nint proc = OpenProc(frame);
            if (proc < 0)
            {
                return proc;
            }
            frame->Proc = (int)proc;
        }
        open_how how = new()
        {
            flags = FileConstants.O_WRONLY | FileConstants.O_CLOEXEC | FileConstants.O_NOFOLLOW,
            resolve =
                ResolveFlags.RESOLVE_BENEATH
                | ResolveFlags.RESOLVE_NO_MAGICLINKS
                | ResolveFlags.RESOLVE_NO_SYMLINKS
                | ResolveFlags.RESOLVE_NO_XDEV,
        };
        nint fd = Kernel.Call(
            frame,
            NR.openat2,
            frame->Proc,
            (nint)step->Path,
            (nint)(&how),
            sizeof(open_how)
        );
        return Kernel.WriteFile(frame, fd, step->Text);
    }

    // A procfs of our own, attached nowhere: what the container mounts over /proc cannot redirect a
    // write (CVE-2025-52881).
    private static nint OpenProc(InitFrame* frame)
    {
        byte* proc = stackalloc byte[5];
        proc[0] = (byte)'p';
        proc[1] = (byte)'r';
        proc[2] = (byte)'o';
        proc[3] = (byte)'c';
        proc[4] = 0;
        return MountSteps.NewMount(frame, proc, null, 0);
    }
}
