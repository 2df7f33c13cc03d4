using System;
using System.Threading;
using ContainerRt.Init;
using ContainerRt.Linux;
using ContainerRt.Linux.Epoll;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Sockets;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Launch;
using ContainerRt.Runtime.Plan;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>runtime.md#start: lets the waiting program go, and hears whether execve worked.</summary>
public static class Start
{
    // until a process that is ending, or is about to execute, has done so
    private const int RefusalPatience = 1000;
    private const int RefusalPause = 5;

    public static void Run(ContainerStore store, ContainerId id)
    {
        using Going? going = LetGo(store, id, out ContainerRecord record);
        if (going is null)
        {
            throw Refused(store, record);
        }
        // execve may take its time, and the container can be killed and deleted meanwhile
        _ = PollSet.WaitFor(going.Connection, Poll.POLLIN, -1);
        SysResult<Report?> report = Child.ReadReport(going.Connection);
        if (report.Errno == Errno.ECONNRESET)
        {
            throw Refused(store, record);
        }
        if (report.OrThrow("read the container's report") is Report failed)
        {
            ContainerPlan plan = PlanAgain(going, record);
            failed.Step += plan.Steps.Count - record.StepCount;
            throw StepFailure.Of(plan.Steps, failed);
        }
        // killed within execve: the connection closes by that too
        if (ContainerStatus.HasExecuted(record) == false)
        {
            throw Refused(store, record);
        }
    }

    // Under the lock: no other start comes between the look at the state and the byte, and no delete and create that give the
    // id, and the socket's name, to another container.
    private static Going? LetGo(ContainerStore store, ContainerId id, out ContainerRecord record)
    {
        using Fd held = store.LockExisting(id);
        record = store.Load(id);
        if (ContainerStatus.Of(store, record) != ContainerStatus.Created)
        {
            return null;
        }
        string path = store.StartSocketOf(id);
        SysResult<Fd> connected = UnixSocket.TryConnect(path);
        if (connected.Errno is Errno.ECONNREFUSED or Errno.ENOENT or Errno.EAGAIN)
        {
            return null;
        }
        Going going = new(
            connected.OrThrow($"connect to {path}"),
            HostFile.Open(store.ConfigOf(id), FileConstants.O_RDONLY)
        );
        if (HostFile.Write(going.Connection, [1]).Failed)
        {
            going.Dispose();
            return null;
        }
        // whether it is removed does not matter to the state: the process says itself that it has executed
        _ = HostFile.RemoveFile(path);
        return going;
    }

    // Who asks again gets the state that kept the program from being let go.
    private static ContainerException Refused(ContainerStore store, ContainerRecord record)
    {
        for (int waited = 0; waited < RefusalPatience; waited += RefusalPause)
        {
            switch (ContainerStatus.Of(store, record))
            {
                case ContainerStatus.Stopped:
                    return Wrong("cannot start a container that has stopped");
                case ContainerStatus.Paused:
                    return Wrong("cannot start a container that is paused");
            }
            if (ContainerStatus.HasExecuted(record) == true)
            {
                break;
            }
            Thread.Sleep(RefusalPause);
        }
        // also one that another start has let go, and that has not executed yet
        return Wrong("cannot start an already running container");
    }

    // The report names a step by its number. Options of create such as --no-new-keyring add or drop
    // early steps; those after the wait come from the configuration alone, so they are the same from
    // the end.
    private static ContainerPlan PlanAgain(Going going, ContainerRecord record)
    {
        const string name = "the container's config.json";
        using Fd file = going.Config.OrThrow($"open {name}");
        byte[] json = HostFile.ReadAll(file, name, BundleDirectory.MaximumConfigBytes);
        return Planner.Plan(
            new PlanRequest(
                BundleDirectory.Parse(json, name),
                record.Bundle,
                record.Id,
                new HostFacts(record.CgroupRoot, [], "/")
            )
            {
                WaitForStart = true,
            }
        );
    }

    private static ContainerException Wrong(string message) =>
        new(ContainerErrorKind.WrongState, message);

    /// <summary>A container whose program has been let go, by descriptors: its names may be another's by now.</summary>
    private sealed record Going(Fd Connection, SysResult<Fd> Config) : IDisposable
    {
        public void Dispose()
        {
            Connection.Dispose();
            if (!Config.Failed)
            {
                Config.Value.Dispose();
            }
        }
    }
}
