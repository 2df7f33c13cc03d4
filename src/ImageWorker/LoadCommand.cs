using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.Linux.Streams;

namespace ContainerRt.ImageWorker;

/// <summary>`crt-image load`: prints the id of each image.</summary>
internal static class LoadCommand
{
    public static async Task RunAsync(
        IReadOnlyList<string> args,
        Func<ContentStore> open,
        CancellationToken cancel
    )
    {
        Arguments parsed = Arguments.Parse(args, "-i=|--input=", "-q|--quiet");
        if (parsed.Operands.Count != 0)
        {
            throw new UsageException(
                "load takes no operand; the archive is standard input or -i FILE"
            );
        }
        await using Stream archive = Open(parsed["--input"]);
        using Display display = Display.Create("plain", parsed.Has("--quiet"));
        foreach (
            StoredImage image in await new Load(open(), display.Progress).RunAsync(archive, cancel)
        )
        {
            StandardStreams.Output($"{image.Id}\n");
        }
    }

    private static Stream Open(string? path)
    {
        try
        {
            return path is null ? Console.OpenStandardInput() : File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageStoreException.Because($"load: open {path}", e);
        }
    }
}
