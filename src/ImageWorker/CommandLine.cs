using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Content;
using ContainerRt.Linux;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Streams;

namespace ContainerRt.ImageWorker;

/// <summary>Finds the verb, runs it, and says in one line what went wrong.</summary>
internal static class CommandLine
{
    private const int Failure = 125;
    private const int Interrupted = 130;

    private const string Usage = """
        usage: crt-image [--image-root DIR] VERB ...
          pull [-q] [--platform OS/ARCH[/VARIANT]] [--progress plain|tty|json] REF
          images [-q] [--digests] [--format table|json]
          inspect IMAGE
          tag IMAGE NEW-NAME
          rmi [-f] IMAGE...
          load [-q] [-i FILE]
          save [-o FILE] IMAGE...
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        Umask.UseOwn();
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT,
            Cancel
        );
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            Cancel
        );
        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
        try
        {
            return await DispatchAsync(args, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception e) when (stop.IsCancellationRequested)
        {
            // what broke because of the interruption is not worth a word
            _ = e;
            return Interrupted;
        }
        catch (OutputException e) when (e.ReaderLeft)
        {
            return OutputException.ReaderLeftCode;
        }
        catch (Exception e)
        {
            Say(Reason(e));
            return Failure;
        }
    }

    private static string Reason(Exception e) =>
        e switch
        {
            UsageException => e.Message + "; see `crt-image --help`",
            ImageStoreException or KernelException or OutputException => e.Message,
            IOException or UnauthorizedAccessException => Linux.Reason.WithPath(e),
            _ => $"a fault in crt-image itself: {e.GetType().Name}: {e.Message}",
        };

    private static void Say(string message) => StandardStreams.Note($"crt-image: {message}");

    private static async Task<int> DispatchAsync(string[] args, CancellationToken cancel)
    {
        string? root = null;
        int at = 0;
        while (at < args.Length && args[at].StartsWith("--image-root", StringComparison.Ordinal))
        {
            Arguments global = Arguments.Parse(
                args[at..Math.Min(at + 2, args.Length)],
                "--image-root="
            );
            root = global["--image-root"];
            at += args[at].Contains('=', StringComparison.Ordinal) ? 1 : 2;
        }
        if (at >= args.Length)
        {
            throw new UsageException("a verb is missing");
        }
        string verb = args[at];
        if (verb is "--help" or "-h" or "help")
        {
            StandardStreams.Output(Usage + "\n");
            return 0;
        }
        ArraySegment<string> rest = new(args, at + 1, args.Length - at - 1);
        await RunAsync(verb, rest, () => ContentStore.Open(root), cancel);
        return 0;
    }

    private static async Task RunAsync(
        string verb,
        ArraySegment<string> rest,
        Func<ContentStore> open,
        CancellationToken cancel
    )
    {
        switch (verb)
        {
            case "pull":
                await PullCommand.RunAsync(rest, open, cancel);
                break;
            case "images":
                ImagesCommand.Run(rest, open);
                break;
            case "inspect":
                InspectCommand.Run(rest, open);
                break;
            case "tag":
                TagCommand.Run(rest, open);
                break;
            case "load":
                await LoadCommand.RunAsync(rest, open, cancel);
                break;
            case "save":
                await SaveCommand.RunAsync(rest, open, cancel);
                break;
            case "rmi":
                RemoveCommand.Run(rest, open);
                break;
            default:
                throw new UsageException($"there is no verb \"{verb}\"");
        }
    }
}
