using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace ContainerRt.Integration.Programs;

/// <summary>Runs one program to its end, with a limit on the time.</summary>
public static class ProgramRun
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    public static Outcome To(
        string program,
        IEnumerable<string> arguments,
        RunOptions? options = null
    )
    {
        options ??= new RunOptions();
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.Directory ?? Path.GetTempPath(),
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach ((string name, string value) in options.Environment)
        {
            start.Environment[name] = value;
        }
        string command = $"{program} {string.Join(' ', start.ArgumentList)}";
        using Process process =
            Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start");
        return Finish(process, command, options);
    }

    private static Outcome Finish(Process process, string command, RunOptions options)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Feed(process, options.Input);
        TimeSpan limit = options.Limit ?? s_limit;
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} still runs after {limit.TotalSeconds} s");
        }
        // a detached container keeps the pipe open when it inherits it: what was said until then is enough
        if (!Task.WaitAll([output, errors], limit))
        {
            throw new TimeoutException(
                $"{command} has ended, but somebody still holds its stdout or stderr"
            );
        }
        return new Outcome(process.ExitCode, output.Result, errors.Result, command);
    }

    private static void Feed(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // ended without reading: the exit code tells
        }
    }
}
