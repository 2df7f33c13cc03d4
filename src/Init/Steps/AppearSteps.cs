using System.Runtime.CompilerServices;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;

namespace ContainerRt.Init.Steps;

/// <summary>How a process gets into sight of a container: with nothing of the host in it.</summary>
internal static unsafe class AppearSteps
{
    private const int PageSize = 4096;

    // what the calls of Forget itself may use below their frame, and Run's own frame above its mark
    private const int OwnFrames = PageSize;
    private const int FrameOfRun = 256;

    /// <summary>Data: MemoryRange list, ended by an empty one; Value and Flags: start and end of the stack.</summary>
    /// <remarks>
    /// The child is a copy of crt: its heap has the caller's environment and whatever was read of the host, its stack
    /// argv and the strings of its callers. A process with CAP_SYS_PTRACE reads all that in /proc/PID/mem.
    /// </remarks>
    internal static nint Forget(InitFrame* frame, Step* step)
    {
        for (MemoryRange* range = (MemoryRange*)step->Data; range->Length != 0; range++)
        {
            nint result = Kernel.Call(frame, NR.munmap, (nint)range->Start, (nint)range->Length);
            if (result < 0)
            {
                return result;
            }
        }
        return ForgetStack(frame, (byte*)step->Value, (byte*)step->Flags);
    }

    /// <remarks>
    /// CLONE_PARENT: the parent waits for the second child as for the first. The exit signal must be 0 with it; the kernel takes over
    /// the first child's, SIGCHLD. clone(2) and not clone3(2): filters that look at the flags of clone, such as docker's, refuse
    /// clone3, whose flags they cannot see.
    /// </remarks>
    internal static nint Appear(InitFrame* frame)
    {
        nint pid = Kernel.Call(frame, NR.clone, (nint)Clone.CLONE_PARENT);
        if (pid < 0)
        {
            return pid;
        }
        if (pid == 0)
        {
            return WaitForGo(frame);
        }
        Report report = new() { Kind = Report.Appeared, Step = (int)pid };
        _ = Sys.Call(NR.write, frame->ReportFd, (nint)(&report), sizeof(Report));
        while (true)
        {
            _ = Sys.Call(NR.exit_group, 0);
        }
    }

    // One that the parent does not know must not go on: it may have been told of a failure, or have gone.
    private static nint WaitForGo(InitFrame* frame)
    {
        byte go = 0;
        nint got;
        do
        {
            got = Kernel.Call(frame, NR.read, frame->ReportFd, (nint)(&go), 1);
        } while (got == Kernel.EINTR);
        return got < 0 ? got
            : got == 0 ? -(nint)Linux.Errno.EPIPE
            : 0;
    }

    // Whole pages are given back; the kernel fills them with zeros when they are looked at.
    private static nint ForgetStack(InitFrame* frame, byte* start, byte* end)
    {
        byte* older = frame->Stack + FrameOfRun;
        byte* page = (byte*)(((nuint)older + PageSize - 1) & ~(nuint)(PageSize - 1));
        for (byte* at = older; at < page; at++)
        {
            *at = 0;
        }
        nint result = GiveBack(frame, page, end);
        ClearBelow();
        byte* below = (byte*)(((nuint)(&page) - OwnFrames) & ~(nuint)(PageSize - 1));
        return result < 0 ? result : GiveBack(frame, start, below);
    }

    private static nint GiveBack(InitFrame* frame, byte* start, byte* end) =>
        end <= start
            ? 0
            : Kernel.Call(frame, NR.madvise, (nint)start, (nint)(end - start), Mman.MADV_DONTNEED);

    // the pages between those given back and the frames in use
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ClearBelow()
    {
        // small: the caller's limit of the stack may be a few pages
        const int size = OwnFrames + PageSize;
        byte* stale = stackalloc byte[size];
        for (int i = 0; i < size; i++)
        {
            stale[i] = 0;
        }
        // else the loop has no effect and the compiler may drop it
        Consume(stale);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Consume(byte* memory) => _ = *memory;
}
