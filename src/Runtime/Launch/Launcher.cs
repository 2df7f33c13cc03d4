using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Init;
using ContainerRt.Linux;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Sockets;

namespace ContainerRt.Runtime.Launch;

/// <summary>The parent's side: lays out the steps, makes the child, and hears how it went.</summary>
public static class Launcher
{
    // the main thread and the finalizer's: see docs/child-process.md
    private const int ThreadsAtClone = 2;

    internal const string NoFurtherProcess =
        "no further process may be made; look at pids.max of the cgroups above, at kernel.pid_max and at ulimit -u";

    /// <summary>Returns when the child has reported that it is ready.</summary>
    /// <param name="work">What the parent does while the child works.</param>
    /// <exception cref="ContainerException">A step failed; the child is gone.</exception>
    public static LaunchedContainer Launch(
        IReadOnlyList<StepDraft> steps,
        ulong cloneFlags,
        LaunchDescriptors descriptors,
        ParentWork work = default
    )
    {
        List<Fd> opened = [];
        try
        {
            // not a pipe: whoever may look at the process could open it by /proc/PID/fd, and speak or keep us waiting
            (Fd ours, Fd childs) = UnixSocket.PacketPair();
            opened.AddRange([childs, ours]);
            using StepArena arena = new();
            arena.Encode(steps, childs.Number, step => NumberOf(step, descriptors, opened));
            ClonedChild child = Clone(arena, cloneFlags, descriptors.Cgroup);
            childs.Dispose();
            _ = opened.Remove(ours);
            LaunchedContainer launched = new(child.Pid, child.PidFd, ours);
            Meanwhile(launched, work.Meanwhile);
            if (steps.Any(step => step.Kind == StepKind.Appear))
            {
                launched = AwaitSecond(launched, steps, work.Appeared);
            }
            WaitUntilReady(launched, steps);
            return launched;
        }
        finally
        {
            opened.ForEach(fd => fd.Dispose());
        }
    }

    private static void Meanwhile(LaunchedContainer launched, Action? work)
    {
        try
        {
            work?.Invoke();
        }
        catch
        {
            launched.Kill();
            throw;
        }
    }

    /// <summary>Waits for execve after Ready; a failure of the last steps is thrown.</summary>
    public static void WaitForExec(LaunchedContainer launched, IReadOnlyList<StepDraft> steps)
    {
        Report? report = Next(launched.Reports);
        if (report is Report failed)
        {
            _ = PidFd.Signal(launched.PidFd, SignalConstants.SIGKILL);
            _ = PidFd.Reap(launched.PidFd);
            throw StepFailure.Of(steps, failed);
        }
    }

    private static ClonedChild Clone(StepArena arena, ulong cloneFlags, Fd? cgroup)
    {
        int threads = Threads.Count();
        if (threads != ThreadsAtClone)
        {
            // a thread that is inside the allocator or the collector would leave its locks held
            throw new ContainerException(
                ContainerErrorKind.SafetyViolation,
                $"refused to clone: this process has {threads} threads and not {ThreadsAtClone}"
            );
        }
        SysResult<ClonedChild> child = Child.Clone(arena, cloneFlags, cgroup);
        return child.Errno == Errno.EAGAIN
            ? throw new ContainerException(
                ContainerErrorKind.Kernel,
                $"clone3: resource temporarily unavailable: {NoFurtherProcess}"
            )
            : child.OrThrow($"clone3 with flags 0x{cloneFlags:x}");
    }

    // The second child waits for a word from us, so that none goes on which we do not know.
    private static LaunchedContainer AwaitSecond(
        LaunchedContainer first,
        IReadOnlyList<StepDraft> steps,
        Action? whenAppeared
    )
    {
        Report? report = Next(first.Reports);
        if (report is not { Kind: Report.Appeared })
        {
            throw Ended(first, steps, report);
        }
        Fd second;
        try
        {
            second = OpenChild(report.Value.Step);
        }
        catch
        {
            first.Kill();
            throw;
        }
        LaunchedContainer launched = new(report.Value.Step, second, first.Reports);
        _ = PidFd.Reap(first.PidFd);
        first.PidFd.Dispose();
        Meanwhile(launched, whenAppeared);
        Child.Go(launched.Reports);
        return launched;
    }

    // The second child is in sight by now: a number that somebody else wrote must not become the container's.
    private static Fd OpenChild(int pid)
    {
        Fd opened = PidFd.Open(pid).OrThrow($"pidfd_open of process {pid}");
        SysResult<bool> child = PidFd.IsChild(opened);
        if (child is { Failed: false, Value: true })
        {
            return opened;
        }
        opened.Dispose();
        _ = child.OrThrow($"waitid for process {pid}");
        throw new ContainerException(
            ContainerErrorKind.SafetyViolation,
            $"process {pid} was announced as the container's and is not a child of crt"
        );
    }

    private static void WaitUntilReady(LaunchedContainer launched, IReadOnlyList<StepDraft> steps)
    {
        Report? report = Next(launched.Reports);
        if (report is not { Kind: Report.Ready })
        {
            throw Ended(launched, steps, report);
        }
    }

    private static ContainerException Ended(
        LaunchedContainer launched,
        IReadOnlyList<StepDraft> steps,
        Report? report
    )
    {
        // one that has said something we do not know may still run
        _ = PidFd.Signal(launched.PidFd, SignalConstants.SIGKILL);
        int status = PidFd.Reap(launched.PidFd).OrThrow("wait for the child");
        launched.Dispose();
        return report is { Kind: Report.Failed } failed
            ? StepFailure.Of(steps, failed)
            : new ContainerException(
                ContainerErrorKind.Kernel,
                $"container init died before it was ready (status {status}); "
                    + "a memory limit that is too low has the same effect"
            );
    }

    // a child that ended before it had read our word resets the connection
    private static Report? Next(Fd reports)
    {
        SysResult<Report?> report = Child.ReadReport(reports);
        return report.Errno == Errno.ECONNRESET ? null : report.OrThrow("read the child's report");
    }

    private static int NumberOf(StepDraft step, LaunchDescriptors descriptors, List<Fd> opened)
    {
        if (step.Handle == StepHandle.Namespace)
        {
            Fd space = NamespaceFile
                .Open(step.Text!, step.Flags)
                .OrThrow($"{step.Source}: open namespace {step.Text}");
            opened.Add(space);
            return space.Number;
        }
        Fd? given = step.Handle switch
        {
            StepHandle.StartSocket => descriptors.StartSocket,
            StepHandle.ConsoleSocket => descriptors.ConsoleSocket,
            StepHandle.PidNamespace => descriptors.PidNamespace,
            _ => descriptors.InitProcess,
        };
        return given?.Number
            ?? throw new ContainerException(
                ContainerErrorKind.WrongState,
                "cannot allocate tty if runc will detach without setting console socket"
            );
    }
}
