using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Streams;
using ContainerRt.Linux.Terminals;

namespace ContainerRt.ImageWorker;

/// <summary>`crt-image save`</summary>
internal static class SaveCommand
{
    public static async Task RunAsync(
        IReadOnlyList<string> args,
        Func<ContentStore> open,
        CancellationToken cancel
    )
    {
        Arguments parsed = Arguments.Parse(args, "-o=|--output=");
        if (parsed.Operands.Count == 0)
        {
            throw new UsageException("save takes one image or more");
        }
        if (parsed["--output"] is null && Terminal.Is(StandardStreams.Stdout))
        {
            throw new ImageStoreException(
                "save: an archive is not written to a terminal; use -o FILE or a pipe"
            );
        }
        ContentStore store = open();
        ImageTable table = new(store);
        List<(StoredImage, string?)> wanted = [.. parsed.Operands.Select(table.NeedNamed)];
        string? path = parsed["--output"];
        string target = path ?? "standard output";
        try
        {
            await using Stream output = path is null
                ? new StandardOutput()
                : Umask.AsCaller(() => File.Create(path));
            await new Save(store).RunAsync(wanted, output, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RemoveHalf(path);
            throw ImageStoreException.Because($"save to {target}", e);
        }
        catch
        {
            RemoveHalf(path);
            throw;
        }
    }

    // half an archive looks like a whole one; the class library takes a device for a file
    private static void RemoveHalf(string? path)
    {
        if (path is null)
        {
            return;
        }
        SysResult<stat> half = HostFile.Look(path);
        if (!half.Failed && (half.Value.st_mode & FileConstants.S_IFMT) == FileConstants.S_IFREG)
        {
            File.Delete(path);
        }
    }
}
