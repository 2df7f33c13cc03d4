using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
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
        await using Stream output = parsed["--output"] is { } path
            ? Umask.AsCaller(() => File.Create(path))
            : new StandardOutput();
        await new Save(store).RunAsync(wanted, output, cancel);
    }
}
