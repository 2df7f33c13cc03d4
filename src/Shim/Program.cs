using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using ContainerRt.Linux;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Streams;
using ContainerRt.Shim.Supervision;
using ContainerRt.Ttrpc;

namespace ContainerRt.Shim;

internal static class Program
{
    // as containerd's own shims have it: the listener is inherited as descriptor 3
    private const int Listener = 3;

    private static Fd Stderr { get; } = Fd.Borrow(2);

    internal static int Main(string[] arguments)
    {
        if (arguments is not ["supervise", ..])
        {
            _ = FdIo.WriteAll(
                Stderr,
                "usage: containerd-shim-crt-v2 supervise --id ID ...: started by crt, not by hand\n"u8
            );
            return 2;
        }
        Umask.UseOwn();
        try
        {
            ShimOptions options = ShimOptions.Parse(arguments.AsSpan(1));
            ShimLog.Open(options.Directory);
            new Supervisor(options).Run(Fd.Own(Listener));
            RemoveContainer(options);
            return 0;
        }
        catch (Exception e)
        {
            // whoever started it listens until the container is there; later only the log is left, and EPIPE no harm
            string failure = FailureText(e);
            _ = FdIo.WriteAll(Stderr, Encoding.UTF8.GetBytes(failure + "\n"));
            ShimLog.Note(failure);
            return 1;
        }
    }

    private static string FailureText(Exception e) =>
        e switch
        {
            KernelException or TtrpcException or ShimUsageException => e.Message,
            IOException or UnauthorizedAccessException => Reason.WithPath(e),
            _ => $"a fault in the supervisor itself: {e.GetType().Name}: {e.Message}",
        };

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
