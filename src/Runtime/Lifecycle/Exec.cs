using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Init;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Sockets;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Cgroups;
using ContainerRt.Runtime.Launch;
using ContainerRt.Runtime.Plan;
using ContainerRt.Runtime.Store;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>Another process in a container that runs.</summary>
public static class Exec
{
    /// <summary>The container's own copy of its configuration: later edits of the bundle do not count.</summary>
    public static RunningContainer Find(ContainerStore store, ContainerId id)
    {
        ContainerRecord record = store.Load(id);
        if (!ContainerStatus.IsAlive(record))
        {
            throw new ContainerException(
                ContainerErrorKind.WrongState,
                "cannot exec in a stopped container"
            );
        }
        byte[] json = HostFile.ReadAll(store.ConfigOf(id), BundleDirectory.MaximumConfigBytes);
        return new RunningContainer(record, BundleDirectory.Parse(json, store.ConfigOf(id)));
    }

    public static LaunchedContainer Run(
        RunningContainer container,
        ExecRequest request,
        Action<string> warn
    )
    {
        (ContainerRecord record, Config config) = container;
        config.Process = request.Process;
        ConfigRules.Enforce(request.Process);
        ulong spaces = NamespacesOf(config);
        List<string> warnings = [];
        IReadOnlyList<StepDraft> steps = ExecPlanner.Plan(
            new PlanRequest(config, record.Bundle, record.Id, FactsOf(record, config))
            {
                PreserveFds = request.PreserveFds,
                PlainNewlines = request.Console is not null,
            },
            spaces,
            warnings
        );
        warnings.ForEach(warn);
        if (request.Process.ExecCpuAffinity?.Initial is { Length: > 0 } initial)
        {
            _ = CurrentProcess
                .RunOn(CpuSet.Parse(initial)!)
                .OrThrow($"process.execCPUAffinity.initial: run on processors {initial}");
        }
        return Launch(record, request, config, steps);
    }

    private static LaunchedContainer Launch(
        ContainerRecord record,
        ExecRequest request,
        Config config,
        IReadOnlyList<StepDraft> steps
    )
    {
        using Fd init = PidFd.Open(record.Pid).OrThrow($"pidfd_open of process {record.Pid}");
        using CgroupDirectory cgroup = CgroupDirectory
            .Open(record.CgroupRoot, record.CgroupPath)
            .OrThrow($"open cgroup {record.CgroupPath}");
        // a child that is cloned into a frozen group never gets to its first step
        if (CgroupFreezer.IsFrozen(record.CgroupRoot, record.CgroupPath))
        {
            throw new ContainerException(
                ContainerErrorKind.WrongState,
                "cannot exec in a paused container"
            );
        }
        using Fd? console = request.ConsoleSocket is string path
            ? UnixSocket.Connect(path).OrThrow($"connect to the console socket {path}")
            : null;
        // the pid may have been given to another process before the pidfd was opened
        if (!ContainerStatus.IsAlive(record))
        {
            throw new ContainerException(
                ContainerErrorKind.WrongState,
                "cannot exec in a stopped container"
            );
        }
        LaunchDescriptors descriptors = new()
        {
            Cgroup = cgroup.Directory,
            ConsoleSocket = console ?? request.Console,
            InitProcess = init,
        };
        string? pids = NamespaceTypes.Has(config, "pid") ? $"/proc/{record.Pid}/ns/pid" : null;
        return Running(LaunchInside(record, steps, pids, descriptors), request, steps);
    }

    // A container that has given its controllers to groups of its own, as systemd does, may have no process beside them
    // (cgroups(7), no internal processes): then the first process' group is the place.
    private static LaunchedContainer LaunchInside(
        ContainerRecord record,
        IReadOnlyList<StepDraft> steps,
        string? pids,
        LaunchDescriptors descriptors
    )
    {
        try
        {
            return Launcher.Launch(steps, 0, pids, descriptors);
        }
        catch (KernelException e) when (e.Errno == Errno.EBUSY)
        {
            SysResult<CgroupDirectory> inner = CgroupDirectory.OpenOf(
                record.CgroupRoot,
                record.Pid,
                within: record.CgroupPath
            );
            if (inner.Failed)
            {
                throw;
            }
            using CgroupDirectory group = inner.Value;
            return Launcher.Launch(steps, 0, pids, descriptors with { Cgroup = group.Directory });
        }
    }

    // an engine that is told of a failure must not have the process run on
    private static LaunchedContainer Running(
        LaunchedContainer launched,
        ExecRequest request,
        IReadOnlyList<StepDraft> steps
    )
    {
        try
        {
            Create.WritePidFile(request.PidFile, launched.Pid);
            Launcher.WaitForExec(launched, steps);
            return launched;
        }
        catch
        {
            launched.Kill();
            throw;
        }
    }

    private static HostFacts FactsOf(ContainerRecord record, Config config) =>
        new(record.CgroupRoot, [], RunningRoot.HomeIn(record, config));

    // pid is entered by the parent; what the container shares with the host is not entered at all
    private static ulong NamespacesOf(Config config) =>
        (config.Linux?.Namespaces ?? [])
            .Select(entry => NamespaceTypes.FlagOf(entry.Type ?? ""))
            .Where(flag => flag != Clone.CLONE_NEWPID)
            .Aggregate(0UL, (all, flag) => all | flag);
}
