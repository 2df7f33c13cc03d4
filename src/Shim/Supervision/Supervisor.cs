using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Linux;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Signals;
using ContainerRt.Linux.Sockets;
using ContainerRt.Shim.Service;
using ContainerRt.Shim.Stdio;
using ContainerRt.Ttrpc;
using SignalNumbers = ContainerRt.Linux.Native.SignalConstants;

namespace ContainerRt.Shim.Supervision;

/// <summary>Serves one container until it has ended, everybody has been told and all is cleaned up.</summary>
internal sealed class Supervisor
{
    // a grandchild may hold the pipes open for ever: after the end, silence this long is the end of output
    private const int QuietMilliseconds = 250;
    private const int TermMilliseconds = 10_000;

    private readonly ShimOptions _options;
    private readonly EventLoop _loop = new();
    private readonly Reaper _reaper = new();
    private readonly RuntimeCommand _runtime;
    private readonly TaskService _service;
    private readonly List<Connection> _connections = [];
    private readonly List<AttachClient> _attached = [];
    private bool _deleting;
    private bool _deleted;
    private long _killAt = long.MaxValue;

    public Supervisor(ShimOptions options)
    {
        _options = options;
        _runtime = new RuntimeCommand(options, _reaper);
        _service = new TaskService(options, _loop, _reaper, _runtime);
    }

    public void Run(Fd listener)
    {
        _ = Children.BecomeSubreaper().OrThrow("become the reaper of orphans");
        Fd signals = SignalFd.Open(
            SignalNumbers.SIGCHLD,
            SignalNumbers.SIGTERM,
            SignalNumbers.SIGINT,
            SignalNumbers.SIGHUP
        );
        _loop.Add(new Source(signals, () => Poll.POLLIN, _ => TakeSignals(signals)));
        Serve(listener, socket => _connections.Add(new Connection(_loop, socket, _service.Serve)));
        string attach = Path.Combine(_options.Sockets, "attach.sock");
        Serve(
            UnixSocket.Listen(attach).OrThrow($"listen on {attach}"),
            socket => _attached.Add(new AttachClient(_loop, socket, _service.Find))
        );
        while (!Done())
        {
            _loop.Turn(Timeout());
            Progress();
        }
    }

    private void Serve(Fd listener, Action<Fd> take)
    {
        _ = Linux.Streams.FdIo.SetNonBlocking(listener);
        _loop.Add(
            new Source(
                listener,
                () => Poll.POLLIN,
                _ =>
                {
                    SysResult<Fd> socket = UnixSocket.Accept(listener);
                    if (socket.Failed)
                    {
                        return;
                    }
                    SysResult<uint> user = UnixSocket.PeerUser(socket.Value);
                    if (user.Failed || user.Value != 0 && user.Value != OwnUser)
                    {
                        socket.Value.Dispose();
                        return;
                    }
                    take(socket.Value);
                }
            )
        );
    }

    private static uint OwnUser { get; } = (uint)Sys.Call(NR.geteuid);

    private void TakeSignals(Fd signals)
    {
        for (int signal = SignalFd.Next(signals); signal != 0; signal = SignalFd.Next(signals))
        {
            if (signal == SignalNumbers.SIGCHLD)
            {
                _reaper.ReapAll();
            }
            else if (
                signal == SignalNumbers.SIGTERM
                && _service.Find("") is { Status: TaskStatus.Running or TaskStatus.Created }
            )
            {
                _killAt = Environment.TickCount64 + TermMilliseconds;
                _runtime.Run(["kill", _options.Id, "15"], [null, null, null], _ => { });
            }
        }
    }

    private int Timeout()
    {
        if (_service.Processes.Any(p => p.Status == TaskStatus.Stopped && !p.Finished))
        {
            return QuietMilliseconds;
        }
        return _killAt == long.MaxValue ? -1 : (int)Math.Max(0, _killAt - Environment.TickCount64);
    }

    private void Progress()
    {
        if (Environment.TickCount64 >= _killAt)
        {
            _killAt = long.MaxValue;
            _runtime.Run(["kill", _options.Id, "9"], [null, null, null], _ => { });
        }
        foreach (ManagedProcess process in _service.Processes.Where(Quiet).ToArray())
        {
            process.Finish();
            if (process.Fields.ExecId.Length > 0 && process.Fields.Stdout == StdioNames.Attach)
            {
                _service.Forget(process);
            }
        }
        // a short container ends before `start` has: its caller is answered first
        if (
            !_deleting
            && !_runtime.Busy
            && _service.Find("") is { Finished: true, Status: TaskStatus.Stopped }
        )
        {
            _deleting = true;
            _killAt = long.MaxValue;
            _runtime.Run(
                ["delete", "--force", _options.Id],
                [null, null, null],
                error =>
                {
                    ShimLog.Note(error);
                    _deleted = true;
                }
            );
        }
        _connections.RemoveAll(connection => connection.Closed);
        _attached.RemoveAll(client => client.Gone);
    }

    private static bool Quiet(ManagedProcess process) =>
        process is { Status: TaskStatus.Stopped, Finished: false }
        && (process.Drained || process.Silent(QuietMilliseconds));

    private bool Done() =>
        (_deleted || _service.Over)
        && !_runtime.Busy
        && _connections.TrueForAll(connection => connection.Quiet)
        && _attached.TrueForAll(client => client.Gone || client.Backlog == 0);
}
