using ContainerRt.Linux.Native;

namespace ContainerRt.Init.Steps;

internal static unsafe class ExecSteps
{
    private const int ExecuteAccess = 1;
    private const int SeccompSetModeFilter = 1;
    private const int SocketCloexec = 0x80000;

    /// <summary>Data: null-ended list of places to look at, in order.</summary>
    internal static nint FindProgram(InitFrame* frame, Step* step)
    {
        nint error = Kernel.ENOENT;
        for (byte** candidate = (byte**)step->Data; *candidate != null; candidate++)
        {
            nint result = Probe(frame, *candidate);
            if (result >= 0)
            {
                frame->Program = *candidate;
                return 0;
            }
            if (result is Kernel.ENOSYS or Kernel.EPERM)
            {
                // no answer about this place: the kernel, or a filter around us, does not know the call
                return result;
            }
            error = result == Kernel.EACCES ? result : error;
        }
        return error;
    }

    /// <summary>Data: struct sock_fprog; Flags: SECCOMP_FILTER_FLAG_*.</summary>
    internal static nint Seccomp(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.seccomp, SeccompSetModeFilter, (nint)step->Flags, (nint)step->Data);

    internal static nint Ready(InitFrame* frame)
    {
        // from here on the container is whole and outlives its maker
        nint result = Kernel.Call(frame, NR.prctl, Prctl.PR_SET_PDEATHSIG, 0);
        if (result < 0)
        {
            return result;
        }
        Report report = new() { Kind = Report.Ready };
        return Kernel.Call(frame, NR.write, frame->ReportFd, (nint)(&report), sizeof(Report));
    }

    // A byte, and not the connection alone: a start that is killed before it has sent it has started nothing. And a
    // connection that closes with the byte unread is reset: so an end of file is execve, and no kill before that.
    /// <summary>Fd: the listening socket of the container.</summary>
    internal static nint WaitForStart(InitFrame* frame, Step* step)
    {
        Kernel.Close(frame->ReportFd);
        while (true)
        {
            nint connection = Kernel.Call(frame, NR.accept4, step->Fd, 0, 0, SocketCloexec);
            if (connection == Kernel.EINTR)
            {
                continue;
            }
            if (connection < 0)
            {
                return connection;
            }
            nint meant = ReadByte(frame, connection);
            if (meant == 1)
            {
                frame->ReportFd = (int)connection;
                Kernel.Close(step->Fd);
                return 0;
            }
            Kernel.Close(connection);
            if (meant is not (0 or Kernel.ECONNRESET))
            {
                return meant;
            }
        }
    }

    private static nint ReadByte(InitFrame* frame, nint fd)
    {
        byte one;
        nint read;
        do
        {
            read = Kernel.Call(frame, NR.read, fd, (nint)(&one), 1);
        } while (read == Kernel.EINTR);
        return read;
    }

    // Closed, not only marked: the path of the program is still to be resolved and must find no
    // descriptor of the host (CVE-2024-21626). The report's own end goes with execve.
    // Before the filter, which need not allow the call, and before `create` has ended: whoever can look at the
    // process would find the host's files there.
    /// <summary>Value: the first number that the program does not get; Fd: one that is still needed, or -1.</summary>
    internal static nint CloseDescriptors(InitFrame* frame, Step* step)
    {
        nint first = (nint)step->Value;
        nint report = frame->ReportFd;
        nint start = step->Fd < 0 ? report : step->Fd;
        nint low = report < start ? report : start;
        nint high = report < start ? start : report;
        nint result = Close(frame, first, low - 1);
        result = result < 0 ? result : Close(frame, low + 1, high - 1);
        return result < 0 ? result : Close(frame, high + 1, unchecked((nint)uint.MaxValue));
    }

    private static nint Close(InitFrame* frame, nint first, nint last) =>
        last < first ? 0 : Kernel.Call(frame, NR.close_range, first, last, 0);

    /// <summary>Data: argv; More: envp.</summary>
    internal static nint Execve(InitFrame* frame, Step* step) =>
        Kernel.Call(frame, NR.execve, (nint)frame->Program, (nint)step->Data, (nint)step->More);

    private static nint Probe(InitFrame* frame, byte* path)
    {
        stat info;
        nint result = Kernel.Call(
            frame,
            NR.newfstatat,
            FileConstants.AT_FDCWD,
            (nint)path,
            (nint)(&info)
        );
        if (result < 0)
        {
            return result;
        }
        if ((info.st_mode & FileConstants.S_IFMT) == FileConstants.S_IFDIR)
        {
            return Kernel.EACCES;
        }
        result = Kernel.Call(
            frame,
            NR.faccessat2,
            FileConstants.AT_FDCWD,
            (nint)path,
            ExecuteAccess,
            Fcntl.AT_EACCESS
        );
        // a profile older than the call answers for the kernel
        return result is Kernel.EPERM or Kernel.ENOSYS
            ? Kernel.Call(frame, NR.faccessat, FileConstants.AT_FDCWD, (nint)path, ExecuteAccess)
            : result;
    }
}
