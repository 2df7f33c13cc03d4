using System;
using ContainerRt.Linux;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Signals;

namespace ContainerRt.Cli.User;

/// <summary>The signals of a session: passed on to the process, or the end of the session.</summary>
internal sealed class SessionSignals : IDisposable
{
    // as docker: a first process without a handler for them takes neither
    private const int MostEndings = 3;

    private readonly Action _resized;
    private Action<int>? _pass;
    private int _endings;

    /// <summary>Blocked from here on: whatever comes, the terminal is set back before we end.</summary>
    public SessionSignals(Action resized) => _resized = resized;

    public Fd Fd { get; } = SignalFd.Open([.. SignalPolicy.OfUser, SignalConstants.SIGWINCH]);

    public void PassTo(Action<int> process) => _pass = process;

    /// <summary>Takes those that have come.</summary>
    /// <returns>The one that ends the session, or 0.</returns>
    public int Take()
    {
        for (int signal = SignalFd.Next(Fd); signal != 0; signal = SignalFd.Next(Fd))
        {
            if (signal == SignalConstants.SIGWINCH)
            {
                _resized();
                continue;
            }
            if (_pass is null)
            {
                return signal;
            }
            _pass(signal);
            _endings += signal is SignalConstants.SIGINT or SignalConstants.SIGTERM ? 1 : 0;
            if (_endings == MostEndings)
            {
                Output.Note(
                    $"crt: got SIGINT or SIGTERM {MostEndings} times: leaving, the container goes on"
                );
                return signal;
            }
        }
        return 0;
    }

    public void Dispose() => Fd.Dispose();
}
