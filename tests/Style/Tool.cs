using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace ContainerRt.Style;

internal static class Tool
{
    public static IEnumerable<string> Lines(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            yield return line;
        }
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}"
            );
        }
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "C";
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }
}
