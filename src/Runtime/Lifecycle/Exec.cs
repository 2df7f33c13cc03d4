using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Init;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
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
            throw Wrong("cannot exec in a stopped container");
        }
        string path = store.ConfigOf(id);
        byte[] json = HostFile.ReadAll(path, BundleDirectory.MaximumConfigBytes);
        return new RunningContainer(record, BundleDirectory.Parse(json, path), path);
    }

    public static LaunchedContainer Run(
        RunningContainer container,
        ExecRequest request,
        Action<string> warn
    )
    {
        (ContainerRecord record, Config config, _) = container;
        config.Process = request.Process;
        ConfigRules.Enforce(request.Process);
        if (request.Process.ExecCpuAffinity?.Initial is { Length: > 0 } initial)
        {
            _ = CurrentProcess
                .RunOn(CpuSet.Parse(initial)!)
                .OrThrow($"process.execCPUAffinity.initial: run on processors {initial}");
        }
        using Fd init = PidFd.Open(record.Pid).OrThrow($"pidfd_open of process {record.Pid}");
        using Fd? console = request.ConsoleSocket is string path
            ? UnixSocket.Connect(path).OrThrow($"connect to the console socket {path}")
            : null;
        using CgroupDirectory group = GroupFor(record);
        LaunchDescriptors descriptors = new()
        {
            ConsoleSocket = console ?? request.Console,
            InitProcess = init,
        };
        return Launch(new Joining(container, request, warn), group, descriptors);
    }

    private static CgroupDirectory GroupFor(ContainerRecord record)
    {
        // the pid may have been given to another process before the pidfd was opened
        if (!ContainerStatus.IsAlive(record))
        {
            throw Wrong("cannot exec in a stopped container");
        }
        CgroupDirectory group = ContainerGroup.Open(record);
        // a child that is cloned into a frozen group never gets to its first step
        if (CgroupFreezer.IsFrozen(group))
        {
            group.Dispose();
            throw Wrong("cannot exec in a paused container");
        }
        return group;
    }

    private static LaunchedContainer Launch(
        Joining joining,
        CgroupDirectory group,
        LaunchDescriptors descriptors
    )
    {
        try
        {
            return LaunchInto(joining, group, descriptors);
        }
        catch (KernelException e) when (e.Errno == Errno.EBUSY)
        {
            // A container that has given its controllers to groups of its own, as systemd does, may have no process beside
            // them (cgroups(7), no internal processes): then the first process' group is the place.
            SysResult<CgroupDirectory> inner = ContainerGroup.OfFirstProcess(
                joining.Record,
                within: group.Path
            );
            if (inner.Failed)
            {
                throw;
            }
            using CgroupDirectory below = inner.Value;
            return LaunchInto(joining, below, descriptors);
        }
    }

    private static LaunchedContainer LaunchInto(
        Joining joining,
        CgroupDirectory group,
        LaunchDescriptors descriptors
    )
    {
        IReadOnlyList<StepDraft> steps = Plan(joining);
        using RoomForFirstChild? room = NamespaceTypes.Has(joining.Config, "pid")
            ? RoomForFirstChild.In(group, joining.Container.ConfigPath)
            : null;
        LaunchedContainer launched = Launcher.Launch(
            steps,
            0,
            descriptors with
            {
                Cgroup = group.Directory,
            },
            new ParentWork(Meanwhile: null, Appeared: () => room?.TakeBack())
        );
        return Running(launched, joining.Request, steps);
    }

    private static IReadOnlyList<StepDraft> Plan(Joining joining)
    {
        (ContainerRecord record, Config config, _) = joining.Container;
        ExecRequest request = joining.Request;
        List<string> warnings = [];
        IReadOnlyList<StepDraft> steps = ExecPlanner.Plan(
            new PlanRequest(config, record.Bundle, record.Id, FactsOf(record, config))
            {
                PreserveFds = request.PreserveFds,
                PlainNewlines = request.Console is not null,
            },
            NamespacesOf(config),
            warnings
        );
        warnings.ForEach(joining.Warn);
        return steps;
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

    // what the container shares with the host is not entered at all
    private static ulong NamespacesOf(Config config) =>
        (config.Linux?.Namespaces ?? [])
            .Select(entry => NamespaceTypes.FlagOf(entry.Type ?? ""))
            .Aggregate(0UL, (all, flag) => all | flag);

    private static ContainerException Wrong(string message) =>
        new(ContainerErrorKind.WrongState, message);

    private sealed record Joining(
        RunningContainer Container,
        ExecRequest Request,
        Action<string> Warn
    )
    {
        internal ContainerRecord Record => Container.Record;
        internal Config Config => Container.Config;
    }
}
