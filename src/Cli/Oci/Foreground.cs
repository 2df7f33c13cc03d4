using System;
using ContainerRt.Linux;
using ContainerRt.Linux.Epoll;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Signals;
using ContainerRt.Linux.Sockets;
using ContainerRt.Linux.Streams;
using ContainerRt.Linux.Terminals;
using ContainerRt.Runtime.Launch;

namespace ContainerRt.Cli.Oci;

/// <summary>
/// Stays beside a container: passes signals on, copies between our terminal and the container's, and
/// takes its exit status. All signals are blocked since before the start, see SealedSelf.
/// </summary>
internal sealed class Foreground : IDisposable
{
    private readonly Fd? _ourEnd;
    private readonly Fd _signals = SignalFd.OpenBlocked(SignalPolicy.OfRuntime);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly Fd _input = StandardStreams.Stdin;
    private Fd? _master;
    private TerminalMode? _before;
    private bool _inputOpen = true;

    private Foreground(Fd? ourEnd, Fd? childEnd)
    {
        _ourEnd = ourEnd;
        ChildEnd = childEnd;
    }

    /// <summary>Where the child sends its terminal; null without one.</summary>
    internal Fd? ChildEnd { get; }

    internal static Foreground Prepare(bool terminal)
    {
        if (!terminal)
        {
            return new Foreground(null, null);
        }
        (Fd ours, Fd childs) = UnixSocket.Pair();
        return new Foreground(ours, childs);
    }

    internal int Wait(LaunchedContainer launched)
    {
        if (_ourEnd is not null)
        {
            _master = PassedDescriptor.Receive(_ourEnd).OrThrow("receive the container's terminal");
            TakeTerminal();
        }
        PollSet poll = new();
        while (true)
        {
            poll.Clear();
            int exit = poll.Add(launched.PidFd, Poll.POLLIN);
            int signal = poll.Add(_signals, Poll.POLLIN);
            int master = _master is null ? -1 : poll.Add(_master, Poll.POLLIN);
            int input = _master is null || !_inputOpen ? -1 : poll.Add(_input, Poll.POLLIN);
            _ = poll.Wait(-1);
            Forward(poll, signal, launched);
            CopyInput(poll, input);
            if (poll.Ready(master) != 0 && !CopyOutput())
            {
                _master!.Dispose();
                _master = null;
            }
            if (poll.Ready(exit) != 0)
            {
                Drain();
                return PidFd.Reap(launched.PidFd).OrThrow("waitid for the container's status");
            }
        }
    }

    public void Dispose()
    {
        if (_before is TerminalMode mode)
        {
            _ = Terminal.SetMode(_input, mode);
        }
        _ourEnd?.Dispose();
        ChildEnd?.Dispose();
        _master?.Dispose();
        _signals.Dispose();
    }

    private void TakeTerminal()
    {
        if (!Terminal.Is(_input))
        {
            return;
        }
        Resize();
        SysResult<TerminalMode> mode = Terminal.Mode(_input);
        if (!mode.Failed && !Terminal.SetMode(_input, mode.Value.Raw()).Failed)
        {
            _before = mode.Value;
        }
    }

    private void Resize()
    {
        SysResult<winsize> size = Terminal.Size(_input);
        if (_master is not null && !size.Failed)
        {
            _ = Terminal.SetSize(_master, size.Value.ws_col, size.Value.ws_row);
        }
    }

    private void Forward(PollSet poll, int index, LaunchedContainer launched)
    {
        if (poll.Ready(index) == 0)
        {
            return;
        }
        int signal = SignalFd.Next(_signals);
        switch (signal)
        {
            case SignalConstants.SIGWINCH:
                Resize();
                break;
            case SignalConstants.SIGCHLD:
                Orphans.Reap(keep: launched.Pid);
                break;
            case > 0:
                _ = PidFd.Signal(launched.PidFd, signal);
                break;
        }
    }

    private void CopyInput(PollSet poll, int index)
    {
        if (poll.Ready(index) == 0)
        {
            return;
        }
        SysResult got = HostFile.Read(_input, _buffer);
        if (got.Raw <= 0)
        {
            _inputOpen = false;
            return;
        }
        _ = HostFile.Write(_master!, _buffer.AsSpan(0, (int)got.Raw));
    }

    // EIO: the last program with the terminal open has gone
    private bool CopyOutput()
    {
        SysResult got = HostFile.Read(_master!, _buffer);
        if (got.Raw > 0)
        {
            StandardStreams.Write(StandardStreams.Stdout, _buffer.AsSpan(0, (int)got.Raw));
        }
        return got.Raw > 0;
    }

    private void Drain()
    {
        while (_master is not null && PollSet.WaitFor(_master, Poll.POLLIN, 0) && CopyOutput()) { }
    }
}
