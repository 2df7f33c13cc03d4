using ContainerRt.Init;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Sockets;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Launch;
using ContainerRt.Runtime.Plan;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Runtime.Lifecycle;

/// <summary>runtime.md#start: lets the waiting program go, and hears whether execve worked.</summary>
public static class Start
{
    public static void Run(ContainerStore store, ContainerId id)
    {
        ContainerRecord record = store.Load(id);
        switch (ContainerStatus.Of(store, record))
        {
            case ContainerStatus.Stopped:
                throw Wrong("cannot start a container that has stopped");
            case ContainerStatus.Paused:
                throw Wrong("cannot start a container that is paused");
            case ContainerStatus.Running:
                throw Wrong("cannot start an already running container");
        }
        string path = store.StartSocketOf(id);
        using Fd connection = UnixSocket.Connect(path).OrThrow($"connect to {path}");
        // of two that start at once the one whose unlink fails has lost
        _ = HostFile.RemoveFile(path).OrThrow("cannot start an already running container");
        SysResult<Report?> report = Child.ReadReport(connection);
        if (report.Errno == Errno.ECONNRESET)
        {
            throw Wrong("cannot start a container that has stopped: it was killed meanwhile");
        }
        if (report.OrThrow("read the container's report") is Report failed)
        {
            ContainerPlan plan = PlanAgain(store, id, record);
            failed.Step += plan.Steps.Count - record.StepCount;
            throw StepFailure.Of(plan.Steps, failed);
        }
    }

    // The report names a step by its number. Options of create such as --no-new-keyring add or drop
    // early steps; those after the wait come from the configuration alone, so they are the same from
    // the end.
    private static ContainerPlan PlanAgain(
        ContainerStore store,
        ContainerId id,
        ContainerRecord record
    )
    {
        byte[] json = HostFile.ReadAll(store.ConfigOf(id), BundleDirectory.MaximumConfigBytes);
        return Planner.Plan(
            new PlanRequest(
                BundleDirectory.Parse(json, store.ConfigOf(id)),
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
}
