using System;
using System.Collections.Generic;
using ContainerRt.Init;
using ContainerRt.Linux;
using ContainerRt.Linux.Processes;
using ContainerRt.Runtime.Plan;

namespace ContainerRt.Runtime.Launch;

/// <summary>The parent's side: lays out the steps, makes the child, and hears how it went.</summary>
public static class Launcher
{
    // the main thread and the finalizer's: see docs/child-process.md
    private const int ThreadsAtClone = 2;

    /// <summary>Returns when the child has reported that it is ready.</summary>
    /// <param name="meanwhile">What the parent does while the child works.</param>
    /// <exception cref="ContainerException">A step failed; the child is gone.</exception>
    public static LaunchedContainer Launch(
        IReadOnlyList<StepDraft> steps,
        ulong cloneFlags,
        string? joinPidNamespace,
        LaunchDescriptors descriptors,
        Action? meanwhile = null
    )
    {
        List<Fd> opened = [];
        try
        {
            EnterPidNamespace(joinPidNamespace);
            Pipe pipe = Pipe.Make().OrThrow("make a pipe for the child's reports");
            opened.AddRange([pipe.Writer, pipe.Reader]);
            using StepArena arena = new();
            arena.Encode(steps, pipe.Writer.Number, step => NumberOf(step, descriptors, opened));
            ClonedChild child = Clone(arena, cloneFlags, descriptors.Cgroup);
            pipe.Writer.Dispose();
            _ = opened.Remove(pipe.Reader);
            LaunchedContainer launched = new(child.Pid, child.PidFd, pipe.Reader);
            WorkMeanwhile(launched, meanwhile);
            WaitUntilReady(launched, steps);
            return launched;
        }
        finally
        {
            opened.ForEach(fd => fd.Dispose());
        }
    }

    private static void WorkMeanwhile(LaunchedContainer launched, Action? work)
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
        Report? report = Child.ReadReport(launched.Reports).OrThrow("read the child's report");
        if (report is Report failed)
        {
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
                "clone3: resource temporarily unavailable: no further process may be made; "
                    + "look at pids.max of the cgroups above, at kernel.pid_max and at ulimit -u"
            )
            : child.OrThrow($"clone3 with flags 0x{cloneFlags:x}");
    }

    private static void EnterPidNamespace(string? path)
    {
        if (path is null)
        {
            return;
        }
        using Fd space = NamespaceFile
            .Open(path, NamespaceTypes.FlagOf("pid"))
            .OrThrow($"linux.namespaces: open pid namespace {path}");
        _ = CurrentProcess
            .EnterPidNamespaceForChildren(space)
            .OrThrow($"linux.namespaces: setns to pid namespace {path}");
    }

    private static void WaitUntilReady(LaunchedContainer launched, IReadOnlyList<StepDraft> steps)
    {
        Report? report = Child.ReadReport(launched.Reports).OrThrow("read the child's report");
        if (report is { Kind: Report.Ready })
        {
            return;
        }
        int status = PidFd.Reap(launched.PidFd).OrThrow("wait for the child");
        launched.Dispose();
        throw report is Report failed
            ? StepFailure.Of(steps, failed)
            : new ContainerException(
                ContainerErrorKind.Kernel,
                $"container init died before it was ready (status {status}); "
                    + "a memory limit that is too low has the same effect"
            );
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
            _ => descriptors.InitProcess,
        };
        return given?.Number
            ?? throw new ContainerException(
                ContainerErrorKind.WrongState,
                "cannot allocate tty if runc will detach without setting console socket"
            );
    }
}
