using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using ContainerRt.Linux;
using ContainerRt.Linux.Processes;

namespace ContainerRt.Shim.Supervision;

/// <summary>The OCI runtime as a program: `create`, `start`, `exec`, `kill`, `delete`.</summary>
internal sealed class RuntimeCommand(ShimOptions options, Reaper reaper)
{
    private int _sequence;
    private int _running;

    /// <summary>A verb is at work, and somebody waits for what comes of it.</summary>
    public bool Busy => _running > 0;

    /// <summary>Starts a verb.</summary>
    /// <param name="ended">Is given null, or what the runtime says went wrong.</param>
    public void Run(
        IReadOnlyList<string> verb,
        IReadOnlyList<Fd?> descriptors,
        Action<string?> ended
    )
    {
        string log = Path.Combine(options.Directory, $"runtime-{++_sequence}.json");
        List<string> arguments =
        [
            options.Runtime,
            "--root",
            options.RuntimeRoot,
            "--log",
            log,
            "--log-format",
            "json",
            .. verb,
        ];
        SysResult<int> started = Spawn.Start(
            new SpawnRequest(options.Runtime, arguments)
            {
                Descriptors = descriptors,
                Environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
            }
        );
        if (started.Failed)
        {
            ended($"start the OCI runtime \"{options.Runtime}\": {ErrnoText.Of(started.Errno)}");
            return;
        }
        _running++;
        reaper.Watch(
            started.Value,
            status =>
            {
                string ending = $"{options.Runtime} {verb[0]} ended with status {status}";
                ended(status == 0 ? null : LastError(log) ?? ending);
                File.Delete(log);
                if (--_running == 0)
                {
                    reaper.ForgetStrangers();
                }
            }
        );
    }

    private static string? LastError(string log)
    {
        string? message = null;
        if (!File.Exists(log))
        {
            return null;
        }
        foreach (string line in File.ReadLines(log))
        {
            try
            {
                using JsonDocument entry = JsonDocument.Parse(line);
                if (entry.RootElement.GetProperty("level").GetString() is "error" or "fatal")
                {
                    message = entry.RootElement.GetProperty("msg").GetString();
                }
            }
            catch (Exception e)
                when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                // a torn last line: the one before it is the message
            }
        }
        return message;
    }
}
