using System;
using System.Diagnostics;
using System.Threading;

namespace ContainerRt.Fuzz.Driver;

/// <summary>Ends the program when an input hangs a parser, and leaves the input behind.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly string _target;
    private readonly Timer _timer;
    private byte[]? _input;
    private long _since;

    public Watchdog(string target)
    {
        _target = target;
        _timer = new Timer(_ => Look(), null, _patience / 4, _patience / 4);
    }

    public void Begin(byte[] input)
    {
        Volatile.Write(ref _since, Stopwatch.GetTimestamp());
        Volatile.Write(ref _input, input);
    }

    public void End() => Volatile.Write(ref _input, null);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        byte[]? input = Volatile.Read(ref _input);
        if (input is null || Stopwatch.GetElapsedTime(Volatile.Read(ref _since)) < _patience)
        {
            return;
        }
        string file = Findings.Keep(_target, input);
        Console.Error.WriteLine(
            $"{_target}: hangs: {file}\nbase64: {Convert.ToBase64String(input)}"
        );
        Environment.FailFast($"fuzz target {_target} hangs");
    }
}
