using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using ContainerRt.Engine.Bundles;
using ContainerRt.Engine.Containers;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Sockets;
using ContainerRt.Linux.Streams;
using ContainerRt.Ttrpc;

namespace ContainerRt.Engine.Supervision;

/// <summary>Starts the supervisor of a container and creates the container in it.</summary>
public sealed class ShimLauncher(ContainerStore store)
{
    // milliseconds: a tmpfs that begins with a copy of a large directory takes its time
    private const int CreatePatience = 300_000;

    /// <summary>Starts a shim, which has the container created when this returns.</summary>
    public TtrpcClient Create(ContainerRecord record)
    {
        string sockets = store.Paths.SocketsOf(record.Id);
        EnginePaths.MakePrivate(store.Paths.Run);
        EnginePaths.MakePrivate(sockets);
        EnginePaths.MakePrivate(store.Paths.RuntimeRoot);
        using Fd mutex =
            store.SupervisorLock(record)
            ?? throw new EngineException($"container {record.Name} is running already");
        using StartedShim shim = Start(record, sockets, mutex);
        TtrpcClient? client = null;
        try
        {
            client = Connect(record);
            _ = client.Call("Create", CreateFields(record), CreatePatience);
            return client;
        }
        catch (Exception e)
            when (e is KernelException or TtrpcException { Code: StatusCode.Unavailable })
        {
            client?.Dispose();
            throw new EngineException(
                $"supervise container {record.Name}: {shim.Ending() ?? e.Message}"
            );
        }
        catch (TtrpcException e)
        {
            // a shim without a container ends when its last client has gone
            client?.Dispose();
            throw new TtrpcException(
                e.Code,
                MountOrigin.Explain(e.Message, store.Paths.Of(record.Id))
            );
        }
    }

    private TaskFields CreateFields(ContainerRecord record)
    {
        string directory = store.Paths.Of(record.Id);
        return new TaskFields
        {
            Id = record.Id,
            Bundle = Path.Combine(directory, "bundle"),
            Terminal = record.Terminal,
            Stdin =
                !record.Interactive ? ""
                : record.Detached ? StdioNames.Attach
                : StdioNames.AttachOnce,
            Stdout = StdioNames.Log + Path.Combine(directory, "container.log"),
        };
    }

    public TtrpcClient Connect(ContainerRecord record) =>
        new(
            TtrpcClient
                .Dial(SocketOf(record))
                .OrThrow($"connect to the supervisor of {record.Name}")
        );

    public Fd ConnectAttach(ContainerRecord record) =>
        UnixSocket
            .Connect(Path.Combine(store.Paths.SocketsOf(record.Id), "attach.sock"))
            .OrThrow($"attach to {record.Name}");

    /// <summary>Ends a supervisor that does not answer; its container goes on.</summary>
    public void Kill(ContainerRecord record)
    {
        // not File: its FileShare takes the same lock
        string path = store.Paths.SupervisorLockOf(record.Id);
        if (!int.TryParse(HostFile.ReadAll(path, limit: 64), out int pid))
        {
            throw new EngineException(
                $"the supervisor of container {record.Name} does not answer, and {path} does not name it: end it by hand"
            );
        }
        using Fd supervisor = PidFd
            .Open(pid)
            .OrThrow($"find the supervisor of container {record.Name}");
        // the lock is the supervisor's as long as it lives: held now, the pid was still its own when it was opened
        if (store.Supervised(record))
        {
            _ = PidFd.Signal(supervisor, SignalConstants.SIGKILL);
            _ = PidFd.HasExited(supervisor, TtrpcClient.Patience);
        }
    }

    private string SocketOf(ContainerRecord record) =>
        Path.Combine(store.Paths.SocketsOf(record.Id), "task.sock");

    private StartedShim Start(ContainerRecord record, string sockets, Fd mutex)
    {
        // made here, so that it can be connected to before the shim has come up
        using Fd listener = UnixSocket
            .Listen(SocketOf(record))
            .OrThrow($"listen on {SocketOf(record)}");
        Pipe errors = Pipe.Make().OrThrow("make a pipe for the supervisor's errors");
        using Fd writer = errors.Writer;
        // nobody reads before the shim has ended: it must not wait for that with a pipe that is full
        _ = FdIo.SetNonBlocking(writer).OrThrow("make the supervisor's errors not wait");
        SpawnRequest request = new(Programs.Shim, Arguments(record, sockets))
        {
            Environment =
            [
                $"CRT_IMAGE_ROOT={Environment.GetEnvironmentVariable("CRT_IMAGE_ROOT")}",
            ],
            NewSession = true,
            WorkingDirectory = "/",
            Descriptors = [null, null, writer, listener, mutex],
        };
        SysResult<int> started = Spawn.Start(request);
        if (started.Failed)
        {
            errors.Reader.Dispose();
        }
        int pid = started.OrThrow($"start the supervisor \"{Programs.Shim}\"");
        // of a fixed length: it overwrites that of an earlier start
        _ = FdIo.WriteAll(mutex, Encoding.ASCII.GetBytes($"{pid, 10}\n"));
        return new StartedShim(pid, errors.Reader);
    }

    private List<string> Arguments(ContainerRecord record, string sockets)
    {
        List<string> arguments =
        [
            Programs.Shim,
            "supervise",
            "--id",
            record.Id,
            "--runtime",
            record.Runtime ?? Programs.Runtime,
            "--runtime-root",
            store.Paths.RuntimeRoot,
            "--directory",
            store.Paths.Of(record.Id),
            "--sockets",
            sockets,
            "--state-root",
            store.Paths.Root,
        ];
        if (record.AutoRemove)
        {
            arguments.AddRange(["--remove-with", Programs.Own]);
        }
        return arguments;
    }
}
