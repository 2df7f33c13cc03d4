using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Linux.Streams;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.ImageWorker;

/// <summary>`crt-image pull`: standard output gets the image's id and nothing else.</summary>
internal static class PullCommand
{
    public static async Task RunAsync(
        IReadOnlyList<string> args,
        Func<ContentStore> open,
        CancellationToken cancel
    )
    {
        Arguments parsed = Arguments.Parse(args, "-q|--quiet", "--platform=", "--progress=");
        if (parsed.Operands.Count != 1)
        {
            throw new UsageException("pull takes one image");
        }
        if (
            !ImageReference.TryParse(
                parsed.Operands[0],
                out ImageReference? reference,
                out string? why
            )
        )
        {
            throw new ImageStoreException(
                $"pull \"{parsed.Operands[0]}\": not a name of an image: {why}"
            );
        }
        using Display display = Display.Create(parsed["--progress"], parsed.Has("--quiet"));
        Pull pull = new(open(), RegistriesConfig.Load(), display.Progress);
        StoredImage image = await pull.RunAsync(
            reference,
            parsed["--platform"] is { } platform ? PlatformChoice.Parse(platform) : null,
            cancel
        );
        display.Dispose();
        StandardStreams.Output($"{image.Id}\n");
    }
}
