using System;
using System.Collections.Generic;
using ContainerRt.Linux;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Streams;
using ContainerRt.Shim.Supervision;

namespace ContainerRt.Shim;

internal static class Program
{
    // as containerd's own shims have it: the listener is inherited as descriptor 3
    private const int Listener = 3;

    internal static int Main(string[] arguments)
    {
        if (arguments is not ["supervise", ..])
        {
            _ = FdIo.WriteAll(
                Fd.Borrow(2),
                "usage: containerd-shim-crt-v2 supervise --id ID ...: started by crt, not by hand\n"u8
            );
            return 2;
        }
        // else the container's lock and listener would live on in whatever is started here
        _ = FdIo.CloseOnExecFrom(Listener);
        ShimOptions options = ShimOptions.Parse(arguments.AsSpan(1));
        ShimLog.Open(options.Directory);
        try
        {
            new Supervisor(options).Run(Fd.Own(Listener));
        }
        catch (Exception e)
        {
            ShimLog.Note(e.Message);
            return 1;
        }
        RemoveContainer(options);
        return 0;
    }

    private static void RemoveContainer(ShimOptions options)
    {
        if (options.RemoveWith.Length > 0)
        {
            List<string> arguments =
            [
                options.RemoveWith,
                "rm",
                "--force",
                "--state-root",
                options.StateRoot,
                options.Id,
            ];
            SysResult<int> started = Spawn.Start(
                new SpawnRequest(options.RemoveWith, arguments)
                {
                    Environment =
                    [
                        $"CRT_IMAGE_ROOT={Environment.GetEnvironmentVariable("CRT_IMAGE_ROOT")}",
                    ],
                }
            );
            ShimLog.Note(
                started.Failed ? $"remove the container: {ErrnoText.Of(started.Errno)}" : null
            );
        }
    }
}
