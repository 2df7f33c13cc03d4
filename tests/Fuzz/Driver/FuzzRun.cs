using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;

namespace ContainerRt.Fuzz.Driver;

/// <summary>
/// Mutates the corpus of a target for a time. An input whose outcome was not seen before joins the pool:
/// without instrumentation it is the only sign of new ground.
/// </summary>
internal sealed class FuzzRun
{
    private const int LargestPool = 1000;
    private const int OutcomeLength = 60;
    private readonly IFuzzTarget _target;
    private readonly ulong _seed;
    private readonly SplitMix _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _pool;
    private readonly HashSet<string> _outcomes = new(StringComparer.Ordinal);

    public FuzzRun(IFuzzTarget target, ulong seed)
    {
        _target = target;
        _seed = seed;
        // a target's numbers do not depend on which others run, or in which order
        _random = new SplitMix(target.Name.Aggregate(seed, (hash, c) => unchecked(hash * 31 + c)));
        _mutator = new Mutator(_random, target.Words);
        _pool = [.. Corpus.Of(target).Select(input => input.Bytes)];
        if (_pool.Count == 0)
        {
            _pool.Add([]);
        }
    }

    public int Executions { get; private set; }

    public int Outcomes => _outcomes.Count;

    /// <summary>A report of the first finding, or null.</summary>
    public string? For(TimeSpan time, int most = int.MaxValue)
    {
        using Watchdog watchdog = new(_target.Name);
        long began = Stopwatch.GetTimestamp();
        while (Executions < most && Stopwatch.GetElapsedTime(began) < time)
        {
            byte[] input = _mutator.Mutate(Pick(), Pick());
            watchdog.Begin(input);
            string? fault = Execution.Fault(_target, input, out string outcome);
            watchdog.End();
            Executions++;
            if (fault is not null)
            {
                return Report(Shrinker.Shrink(_target, input, fault), fault);
            }
            if (_outcomes.Add(KindOf(outcome)) && _pool.Count < LargestPool)
            {
                _pool.Add(input);
            }
        }
        return null;
    }

    private byte[] Pick() => _pool[_random.Below(_pool.Count)];

    private string Report(byte[] input, string first)
    {
        string fault = Execution.Fault(_target, input, out _) ?? $"{first} (not every time)";
        string file = Findings.Keep(_target.Name, input);
        return $"{_target.Name} (FUZZ_SEED={_seed}, execution {Executions}): {fault}\n"
            + $"input: {file} ({input.Length} bytes; copy it to tests/Fuzz/corpus/{_target.Name})\n"
            + $"base64: {Convert.ToBase64String(input[..Math.Min(input.Length, 6000)])}";
    }

    // letters only: numbers and names of the input are not kinds
    private static string KindOf(string outcome)
    {
        StringBuilder kind = new();
        foreach (char c in outcome)
        {
            if (char.IsAsciiLetter(c) && kind.Length < OutcomeLength)
            {
                kind.Append(c);
            }
        }
        return kind.ToString();
    }
}
