using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using ContainerRt.Linux.Processes;
using ContainerRt.Shim.Stdio;
using ContainerRt.Shim.Supervision;
using ContainerRt.Ttrpc;

namespace ContainerRt.Shim.Service;

/// <summary>containerd.task.v3.Task for one container.</summary>
internal sealed class TaskService(
    ShimOptions options,
    EventLoop loop,
    Reaper reaper,
    RuntimeCommand runtime
)
{
    private readonly Dictionary<string, ManagedProcess> _processes = [];
    private readonly ProcessStart _start = new(options, reaper, runtime);
    private MemoryEvents? _memory;

    public IEnumerable<ManagedProcess> Processes => _processes.Values;

    /// <summary>Exec id "" is the container's first process.</summary>
    public ManagedProcess? Find(string execId) => _processes.GetValueOrDefault(execId);

    /// <summary>Create failed or Shutdown was called with nothing left.</summary>
    public bool Over { get; private set; }

    public void Serve(Request request, Action<Response> reply)
    {
        if (request.Service is not (TaskFields.Service or "containerd.task.v2.Task"))
        {
            throw new TtrpcException(
                StatusCode.Unimplemented,
                $"service \"{request.Service}\" is not known"
            );
        }
        TaskFields fields = TaskFields.Decode(request.Method, request.Payload);
        if (request.Method is not ("Shutdown" or "Connect") && fields.Id != options.Id)
        {
            throw new TtrpcException(
                StatusCode.NotFound,
                $"container \"{fields.Id}\" is not created"
            );
        }
        Call(request.Method, fields, reply);
    }

    private void Call(string method, TaskFields fields, Action<Response> reply)
    {
        switch (method)
        {
            case "Create":
                Create(fields, reply);
                break;
            case "Exec":
                Exec(fields, reply);
                break;
            case "Start":
                Start(Get(fields), reply);
                break;
            case "Kill":
                Kill(Get(fields), fields, reply);
                break;
            case "Wait":
                Wait(Get(fields), reply);
                break;
            case "Delete":
                Delete(Get(fields), reply);
                break;
            default:
                Answer(method, fields, reply);
                break;
        }
    }

    // the calls that are done at once
    private void Answer(string method, TaskFields fields, Action<Response> reply)
    {
        ProtoWriter answer = new();
        switch (method)
        {
            case "State":
                answer = State(Get(fields));
                break;
            case "ResizePty":
                Get(fields).Resize(fields.Width, fields.Height);
                break;
            case "CloseIO":
                Get(fields).EndInput();
                break;
            case "Connect":
                answer
                    .Number(1, (ulong)Environment.ProcessId)
                    .Number(2, (ulong)(Find("")?.Pid ?? 0))
                    .Text(3, "v2");
                break;
            case "Shutdown":
                Over = _processes.Count == 0;
                break;
            default:
                throw new TtrpcException(
                    StatusCode.Unimplemented,
                    $"method {method} is not supported yet"
                );
        }
        reply(Ok(answer));
    }

    private void Create(TaskFields fields, Action<Response> reply)
    {
        if (_processes.ContainsKey(""))
        {
            throw new TtrpcException(StatusCode.AlreadyExists, $"container \"{fields.Id}\" exists");
        }
        ContainerLog? log = fields.Stdout.StartsWith(StdioNames.Log, StringComparison.Ordinal)
            ? new ContainerLog(fields.Stdout[StdioNames.Log.Length..])
            : null;
        ManagedProcess init = new(loop, fields with { ExecId = "" }, log);
        _processes[""] = init;
        _start.Run(
            init,
            ["create", "--bundle", fields.Bundle],
            status => Ended(init, status),
            error =>
            {
                Over = error is not null;
                // by the time that it has ended nobody knows its group any more
                _memory = error is null ? MemoryEvents.Of(init.Pid) : null;
                reply(error is null ? Pid(init) : Failed($"OCI runtime create failed: {error}"));
            }
        );
    }

    private void Exec(TaskFields fields, Action<Response> reply)
    {
        if (Find("") is not { Status: TaskStatus.Running })
        {
            throw new TtrpcException(
                StatusCode.FailedPrecondition,
                $"container \"{fields.Id}\" is not running"
            );
        }
        if (fields.ExecId.Length == 0 || fields.ExecId.Contains('/', StringComparison.Ordinal))
        {
            throw new TtrpcException(
                StatusCode.InvalidArgument,
                $"exec id \"{fields.ExecId}\" is not valid"
            );
        }
        if (!_processes.TryAdd(fields.ExecId, new ManagedProcess(loop, fields, log: null)))
        {
            throw new TtrpcException(StatusCode.AlreadyExists, $"exec \"{fields.ExecId}\" exists");
        }
        reply(Ok(new ProtoWriter()));
    }

    private void Start(ManagedProcess process, Action<Response> reply)
    {
        if (process.Status != TaskStatus.Created)
        {
            throw new TtrpcException(
                StatusCode.FailedPrecondition,
                "the process was started before"
            );
        }
        process.StartedAt = DateTime.UtcNow;
        if (process.Fields.ExecId.Length > 0)
        {
            StartExec(process, reply);
            return;
        }
        runtime.Run(
            ["start", options.Id],
            [null, null, null],
            error =>
            {
                if (error is null && process.Status == TaskStatus.Created)
                {
                    process.Status = TaskStatus.Running;
                }
                StatusFile.Write(options.Directory, process);
                reply(error is null ? Pid(process) : Failed($"OCI runtime start failed: {error}"));
            }
        );
    }

    private void StartExec(ManagedProcess process, Action<Response> reply)
    {
        string file = Path.Combine(options.Directory, $"exec-{process.Fields.ExecId}.json");
        File.WriteAllBytes(file, process.Fields.Process);
        process.Status = TaskStatus.Running;
        _start.Run(
            process,
            ["exec", "--detach", "--process", file],
            status => Ended(process, status),
            error =>
            {
                File.Delete(file);
                if (error is not null)
                {
                    _processes.Remove(process.Fields.ExecId);
                    process.Finish();
                }
                reply(error is null ? Pid(process) : Failed($"OCI runtime exec failed: {error}"));
            }
        );
    }

    private void Ended(ManagedProcess process, int status)
    {
        bool first = process.Fields.ExecId.Length == 0;
        process.OomKilled = first && _memory?.HasKilled() == true;
        process.Exited(status);
        if (first)
        {
            StatusFile.Write(options.Directory, process);
        }
    }

    private void Kill(ManagedProcess process, TaskFields fields, Action<Response> reply)
    {
        if (process.Status == TaskStatus.Stopped)
        {
            throw new TtrpcException(StatusCode.NotFound, "process already finished");
        }
        if (process.Fields.ExecId.Length > 0)
        {
            // not yet reaped, so the number is still this process's
            _ = Children
                .Signal(process.Pid, fields.Signal)
                .OrThrow($"send signal {fields.Signal} to {process.Pid}");
            reply(Ok(new ProtoWriter()));
            return;
        }
        string signal = fields.Signal.ToString(CultureInfo.InvariantCulture);
        runtime.Run(
            ["kill", options.Id, signal],
            [null, null, null],
            error => reply(error is null ? Ok(new ProtoWriter()) : Failed(error))
        );
    }

    private static void Wait(ManagedProcess process, Action<Response> reply)
    {
        void Now() =>
            reply(
                Ok(
                    new ProtoWriter()
                        .Number(1, (ulong)process.ExitCode)
                        .Message(2, Time(process.ExitedAt))
                )
            );
        if (process.Status == TaskStatus.Stopped)
        {
            Now();
        }
        else
        {
            process.Waiters.Add(Now);
        }
    }

    private void Delete(ManagedProcess process, Action<Response> reply)
    {
        if (process.Status == TaskStatus.Running)
        {
            throw new TtrpcException(
                StatusCode.FailedPrecondition,
                "cannot delete a running process"
            );
        }
        ProtoWriter answer = new ProtoWriter()
            .Number(1, (ulong)process.Pid)
            .Number(2, (ulong)process.ExitCode)
            .Message(3, Time(process.ExitedAt));
        if (process.Fields.ExecId.Length > 0)
        {
            Forget(process);
            reply(Ok(answer));
            return;
        }
        runtime.Run(
            ["delete", "--force", options.Id],
            [null, null, null],
            error =>
            {
                Over = error is null;
                reply(error is null ? Ok(answer) : Failed(error));
            }
        );
    }

    public void Forget(ManagedProcess exec)
    {
        exec.Finish();
        _processes.Remove(exec.Fields.ExecId);
    }

    private ProtoWriter State(ManagedProcess process) =>
        new ProtoWriter()
            .Text(1, options.Id)
            .Text(2, process.Fields.Bundle)
            .Number(3, (ulong)process.Pid)
            .Number(4, (ulong)process.Status)
            .Text(5, process.Fields.Stdin)
            .Text(6, process.Fields.Stdout)
            .Text(7, process.Fields.Stderr)
            .Flag(8, process.Fields.Terminal)
            .Number(9, (ulong)process.ExitCode)
            .Message(10, Time(process.ExitedAt))
            .Text(11, process.Fields.ExecId);

    private ManagedProcess Get(TaskFields fields) =>
        Find(fields.ExecId)
        ?? throw new TtrpcException(
            StatusCode.NotFound,
            $"process \"{fields.ExecId}\" of container \"{fields.Id}\" is not created"
        );

    private static Response Pid(ManagedProcess process) =>
        Ok(new ProtoWriter().Number(1, (ulong)process.Pid));

    private static Response Ok(ProtoWriter answer) =>
        new(StatusCode.Ok, "", answer.Written.ToArray());

    private static Response Failed(string message) => new(StatusCode.Unknown, message, []);

    private static ProtoWriter Time(DateTime time) =>
        time == default
            ? new ProtoWriter()
            : new ProtoWriter()
                .Number(1, (ulong)((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond))
                .Number(2, (ulong)(time.Ticks % TimeSpan.TicksPerSecond * 100));
}
