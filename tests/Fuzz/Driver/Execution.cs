using System;
using System.Diagnostics;

namespace ContainerRt.Fuzz.Driver;

/// <summary>One input through one parser, with what it took.</summary>
internal static class Execution
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(2);

    /// <summary>What is wrong, or null.</summary>
    public static string? Fault(IFuzzTarget target, byte[] input, out string outcome)
    {
        string? fault = Once(target, input, out outcome, out TimeSpan took);
        // the machine may have been busy with something else
        for (int again = 0; fault is null && took > _longest; again++)
        {
            if (again == 3)
            {
                return $"takes {took.TotalSeconds:f1} s for {input.Length} bytes";
            }
            fault = Once(target, input, out outcome, out took);
        }
        return fault;
    }

    private static string? Once(
        IFuzzTarget target,
        byte[] input,
        out string outcome,
        out TimeSpan took
    )
    {
        // the parser gets a copy: one that writes into its input would change the finding
        byte[] copy = [.. input];
        outcome = "";
        long before = GC.GetAllocatedBytesForCurrentThread();
        long began = Stopwatch.GetTimestamp();
        try
        {
            outcome = target.Run(copy);
        }
        catch (Exception e)
        {
            took = TimeSpan.Zero;
            return e is BrokenPromiseException ? e.Message : $"throws {e}";
        }
        took = Stopwatch.GetElapsedTime(began);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long limit = target.FixedBytes + target.BytesPerByte * input.Length;
        return allocated > limit
            ? $"allocates {allocated} bytes for {input.Length} bytes, its limit is {limit}"
            : null;
    }
}
