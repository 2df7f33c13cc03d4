using System;
using System.Diagnostics;

namespace ContainerRt.Fuzz.Driver;

/// <summary>Makes an input smaller while it stays wrong in the same way.</summary>
internal static class Shrinker
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public static byte[] Shrink(IFuzzTarget target, byte[] input, string fault)
    {
        long began = Stopwatch.GetTimestamp();
        for (int chunk = Math.Max(input.Length / 2, 1); chunk > 0; chunk /= 2)
        {
            for (int at = 0; at < input.Length; )
            {
                if (Stopwatch.GetElapsedTime(began) > _patience)
                {
                    return input;
                }
                byte[] shorter = [.. input[..at], .. input[Math.Min(at + chunk, input.Length)..]];
                if (Kind(Execution.Fault(target, shorter, out _)) == Kind(fault))
                {
                    input = shorter;
                }
                else
                {
                    at += chunk;
                }
            }
        }
        return input;
    }

    // the type of the exception and where it came from, without the numbers in the text
    private static string? Kind(string? fault) =>
        fault is null ? null
        : fault.StartsWith("throws ", StringComparison.Ordinal) ? $"{Type(fault)}{Place(fault)}"
        : fault[..Math.Min(fault.Length, 9)];

    private static string Type(string fault) => fault.Split(':', 2)[0];

    private static string Place(string fault)
    {
        int at = fault.IndexOf("   at ContainerRt.", StringComparison.Ordinal);
        int end = at < 0 ? -1 : fault.IndexOf('\n', at);
        return at < 0 || end < 0 ? "" : fault[at..end];
    }
}
