using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using ContainerRt.Linux;
using ContainerRt.Linux.Sockets;
using ContainerRt.Linux.Streams;
using ContainerRt.Shim.Stdio;
using ContainerRt.Shim.Supervision;

namespace ContainerRt.Shim.Service;

/// <summary>From a verb of the OCI runtime to a process that the shim holds: its streams or terminal, its pid, its end.</summary>
internal sealed class ProcessStart(ShimOptions options, Reaper reaper, RuntimeCommand runtime)
{
    /// <summary>Runs `create` or `exec` with the streams of the process, and learns its pid.</summary>
    public void Run(
        ManagedProcess process,
        List<string> verb,
        Action<int> ended,
        Action<string?> done
    )
    {
        string name = process.Fields.ExecId.Length == 0 ? "init" : process.Fields.ExecId;
        string pidFile = Path.Combine(options.Directory, name + ".pid");
        string consolePath = Path.Combine(options.Sockets, name + ".tty");
        Fd? console = process.Fields.Terminal
            ? UnixSocket.Listen(consolePath).OrThrow($"listen on {consolePath}")
            : null;
        Fd?[] streams = console is null ? process.OpenPipes() : [null, null, null];
        List<string> arguments = [.. verb, "--pid-file", pidFile];
        if (console is not null)
        {
            arguments.AddRange(["--console-socket", consolePath]);
        }
        runtime.Run(
            [.. arguments, options.Id],
            streams,
            error =>
            {
                error ??= Adopt(process, pidFile, console);
                console?.Dispose();
                File.Delete(consolePath);
                File.Delete(pidFile);
                if (error is null)
                {
                    reaper.Watch(process.Pid, ended);
                }
                done(error);
            }
        );
        // the runtime has its own copies
        foreach (Fd? stream in streams)
        {
            stream?.Dispose();
        }
    }

    private static string? Adopt(ManagedProcess process, string pidFile, Fd? console)
    {
        if (
            !File.Exists(pidFile)
            || !int.TryParse(
                File.ReadAllText(pidFile).Trim(),
                CultureInfo.InvariantCulture,
                out int pid
            )
        )
        {
            return "the OCI runtime wrote no process id";
        }
        process.Pid = pid;
        if (console is null)
        {
            return null;
        }
        _ = FdIo.SetNonBlocking(console);
        SysResult<Fd> connection = UnixSocket.Accept(console);
        if (connection.Failed)
        {
            return "the OCI runtime did not connect to the console socket";
        }
        using Fd accepted = connection.Value;
        SysResult<Fd> master = PassedDescriptor.Receive(accepted);
        if (master.Failed)
        {
            return $"the OCI runtime sent no terminal: {ErrnoText.Of(master.Errno)}";
        }
        process.SetTerminal(master.Value);
        return null;
    }
}
