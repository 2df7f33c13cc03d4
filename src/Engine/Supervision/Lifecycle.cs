using System;
using System.IO;
using ContainerRt.Engine.Containers;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Processes;
using ContainerRt.Ttrpc;

namespace ContainerRt.Engine.Supervision;

/// <summary>Start, stop and removal of the user's containers.</summary>
public sealed class Lifecycle(ContainerStore store)
{
    private const int KillMilliseconds = 10_000;
    private const int SIGKILL = 9;

    public ShimLauncher Shims { get; } = new(store);

    /// <summary>Mounts the root and has the container created; the caller attaches, then calls Start.</summary>
    public TtrpcClient Prepare(ContainerRecord record)
    {
        string directory = store.Paths.Of(record.Id);
        ContainerRootFs.Unmount(directory);
        ContainerRootFs.Mount(directory, record);
        File.Delete(Path.Combine(directory, "status.json"));
        return Shims.Create(record);
    }

    /// <returns>False when it was not running.</returns>
    public bool Kill(ContainerRecord record, int signal)
    {
        if (!store.StatusOf(record).Running)
        {
            return false;
        }
        using TtrpcClient client = Shims.Connect(record);
        _ = client.Call("Kill", new TaskFields { Id = record.Id, Signal = signal });
        return true;
    }

    /// <summary>The stop signal, and after the time SIGKILL.</summary>
    public void Stop(ContainerRecord record, int seconds)
    {
        try
        {
            if (!Kill(record, record.StopSignal))
            {
                return;
            }
            using TtrpcClient client = Shims.Connect(record);
            TaskFields fields = new() { Id = record.Id };
            if (client.TryCall("Wait", fields, seconds * 1000) is null)
            {
                _ = client.Call("Kill", fields with { Signal = SIGKILL });
                _ =
                    client.TryCall("Wait", fields, KillMilliseconds)
                    ?? throw new EngineException(
                        $"container {record.Name} does not end after SIGKILL"
                    );
            }
        }
        catch (Exception e)
            when (e is TtrpcException or KernelException && !store.StatusOf(record).Running)
        {
            // it ended by itself meanwhile
        }
        _ = store.WaitForSupervisor(record, KillMilliseconds);
    }

    public void Remove(ContainerRecord record, bool force)
    {
        ContainerStatus status = store.StatusOf(record);
        if (status.Running && !force)
        {
            throw new EngineException(
                $"container {record.Name} is running: stop it first or use rm -f",
                1
            );
        }
        if (status.Running)
        {
            StopAtOnce(record);
        }
        if (!store.WaitForSupervisor(record, KillMilliseconds))
        {
            throw new EngineException($"the supervisor of container {record.Name} does not end");
        }
        if (store.StatusOf(record).Status == "dead")
        {
            DeleteInRuntime(record);
        }
        _ = store.Locked(() => RemoveFiles(record));
    }

    private void StopAtOnce(ContainerRecord record)
    {
        try
        {
            Stop(record, 0);
        }
        catch (TtrpcException e) when (e.Code == StatusCode.DeadlineExceeded)
        {
            Shims.Kill(record);
        }
    }

    // the supervisor was killed, so nobody has called `delete`
    private void DeleteInRuntime(ContainerRecord record)
    {
        string runtime = record.Runtime ?? Programs.Runtime;
        string[] arguments =
        [
            runtime,
            "--root",
            store.Paths.RuntimeRoot,
            "delete",
            "--force",
            record.Id,
        ];
        int pid = Spawn.Start(new SpawnRequest(runtime, arguments)).OrThrow($"start \"{runtime}\"");
        _ = Children.Reap(pid, wait: true);
    }

    private bool RemoveFiles(ContainerRecord record)
    {
        string directory = store.Paths.Of(record.Id);
        if (!Directory.Exists(directory))
        {
            // the caller of `run --rm` and the shim both remove it
            return false;
        }
        ContainerRootFs.Unmount(directory);
        // without its record it is no container any more, whatever happens to the rest
        File.Delete(Path.Combine(directory, "record.json"));
        using Fd parent = HostPath
            .OpenDirectory(store.Paths.Containers)
            .OrThrow($"open {store.Paths.Containers}");
        if (record.ImageId.Length > 0)
        {
            ImageUses.Remove(ContentStore.Open(), record.Id);
        }
        TreeRemoval.Remove(parent, System.Text.Encoding.UTF8.GetBytes(record.Id));
        string sockets = store.Paths.SocketsOf(record.Id);
        if (Directory.Exists(sockets))
        {
            Directory.Delete(sockets, recursive: true);
        }
        return true;
    }
}
