using System;
using System.IO;
using ContainerRt.Linux.Terminals;

namespace ContainerRt.Shim.Supervision;

/// <summary>shim.log of the container: what nobody else is there to hear.</summary>
internal static class ShimLog
{
    private static string s_path = "";

    public static void Open(string directory) => s_path = Path.Combine(directory, "shim.log");

    public static void Note(string? problem)
    {
        if (problem is null || s_path.Length == 0)
        {
            return;
        }
        try
        {
            File.AppendAllText(s_path, $"{DateTime.UtcNow:O} {SafeText.Of(problem)}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // a full disk, or the container has just been removed: the supervisor's work goes on
        }
    }
}
