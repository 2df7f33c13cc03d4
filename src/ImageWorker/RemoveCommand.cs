using System;
using System.Collections.Generic;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.Linux.Streams;
using ContainerRt.Linux.Terminals;

namespace ContainerRt.ImageWorker;

/// <summary>`crt-image rmi`</summary>
internal static class RemoveCommand
{
    public static void Run(IReadOnlyList<string> args, Func<ContentStore> open)
    {
        Arguments parsed = Arguments.Parse(args, "-f|--force");
        if (parsed.Operands.Count == 0)
        {
            throw new UsageException("rmi takes one image or more");
        }
        ImageTable table = new(open());
        foreach (string image in parsed.Operands)
        {
            foreach (string line in table.Remove(image, parsed.Has("--force")))
            {
                StandardStreams.Output(SafeText.Of(line) + "\n");
            }
        }
    }
}
