using System;
using System.Collections.Generic;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.ImageWorker;

/// <summary>`crt-image tag`</summary>
internal static class TagCommand
{
    public static void Run(IReadOnlyList<string> args, Func<ContentStore> open)
    {
        Arguments parsed = Arguments.Parse(args);
        if (parsed.Operands.Count != 2)
        {
            throw new UsageException("tag takes an image and a new name");
        }
        if (
            !ImageReference.TryParse(
                parsed.Operands[1],
                out ImageReference? target,
                out string? why
            )
        )
        {
            throw new ImageStoreException(
                $"tag \"{parsed.Operands[1]}\": not a name of an image: {why}"
            );
        }
        new ImageTable(open()).Tag(parsed.Operands[0], target);
    }
}
