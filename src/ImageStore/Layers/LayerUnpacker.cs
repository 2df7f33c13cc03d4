using System.IO;
using System.Threading;
using ContainerRt.Linux;

namespace ContainerRt.ImageStore.Layers;

/// <summary>One pass over a layer: decompress, hash, read, apply.</summary>
public static class LayerUnpacker
{
    /// <param name="compressed">gzip, zstd or plain tar.</param>
    /// <param name="layerDirectory">Empty; nobody else may write in it. On failure it holds rubbish.</param>
    public static LayerSummary Unpack(
        Stream compressed,
        Fd layerDirectory,
        CancellationToken cancellation
    )
    {
        using DecompressedStream source = DecompressedStream.Of(compressed);
        using OverlappedStream stream = new(source, cancellation);
        using LayerApplier applier = new(layerDirectory);
        TarReader reader = new(stream);
        string name = "";
        try
        {
            while (reader.Next() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                name = entry.DisplayName;
                applier.Apply(entry, reader);
            }
            name = "the layer's directories";
            LayerSummary summary = applier.Finish();
            reader.Drain();
            return summary with { DiffId = stream.Digest(), UncompressedSize = stream.Count };
        }
        catch (KernelException e)
        {
            throw new ImageStoreException($"unpack '{name}': {e.Message}", e);
        }
    }
}
