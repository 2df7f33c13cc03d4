using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Layers;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Linux;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>
/// Makes an image from a manifest and a way to get blobs: fetches and unpacks layers in parallel, settles them in
/// order, waits once for the disk, then gives names. The caller holds a lease.
/// </summary>
internal sealed class ImageAssembly(
    ContentStore store,
    PullProgress progress,
    Func<Ingest, Action<long>, CancellationToken, Task> fetch
)
{
    private const int MaxConfig = 8 * 1024 * 1024;
    private const int MaxLayers = 500; // overlayfs, OVL_MAX_STACK
    private const int Parallel = 4;
    private readonly LayerStore _layers = new(store);

    /// <returns>The descriptor for the index.</returns>
    public async Task<Descriptor> RunAsync(
        ManifestDocument document,
        Platform? required,
        string what,
        CancellationToken cancel
    )
    {
        Manifest manifest = document.Manifest!;
        Check(manifest, what);
        ImageConfig config = await ConfigAsync(manifest.Config, what, cancel);
        CheckConfig(manifest, config, required, what);
        IReadOnlyList<Digest> chain = ChainId.Of(config.RootFs.DiffIds);
        StagedLayer?[] staged = new StagedLayer?[manifest.Layers.Count];
        try
        {
            await StageAllAsync(manifest, config, chain, staged, cancel);
            if (!store.HasBlob(document.Descriptor))
            {
                store.Stage(document.Digest, document.Bytes);
            }
            Settle(chain, staged, cancel);
            store.Sync();
            store.Publish(
                Blobs(document).Where(b => !store.HasBlob(b)).Select(b => b.Digest).Distinct()
            );
            foreach (StagedLayer layer in staged.OfType<StagedLayer>())
            {
                _layers.Publish(layer);
            }
        }
        finally
        {
            foreach (
                StagedLayer layer in staged
                    .OfType<StagedLayer>()
                    .Where(l => Directory.Exists(l.Directory))
            )
            {
                LayerStore.Remove(layer.Directory);
            }
        }
        return document.Descriptor with { Platform = PlatformOf(config) };
    }

    private static IEnumerable<Descriptor> Blobs(ManifestDocument document) =>
        document.Manifest!.Layers.Append(document.Manifest.Config).Append(document.Descriptor);

    private static Platform PlatformOf(ImageConfig config) =>
        new()
        {
            Os = config.Os,
            Architecture = config.Architecture,
            Variant = config.Variant,
        };

    private static void Check(Manifest manifest, string what)
    {
        string? fault =
            !MediaTypes.IsConfig(manifest.Config.MediaType)
                ? $"its configuration is a {manifest.Config.MediaType}: it is an artifact, not an image that can run"
            : manifest.Config.Size is < 0 or > MaxConfig
                ? $"its configuration is said to have {manifest.Config.Size} bytes"
            : manifest.Layers.Count > MaxLayers
                ? $"it has {manifest.Layers.Count} layers; {MaxLayers} are possible"
            : manifest.Layers.Find(l => !MediaTypes.IsLayer(l.MediaType)) is { } odd
                ? $"its layer {odd.Digest} is a {odd.MediaType}, which cannot be unpacked"
            : manifest.Layers.Find(l => l.Size < 0) is { } negative
                ? $"its layer {negative.Digest} has a negative size"
            : manifest.Layers.Find(l => l.Size == 0 && MediaTypes.IsCompressed(l.MediaType))
                is { } empty
                ? $"its layer {empty.Digest} is empty, which nothing compressed is; push the image again"
            : null;
        if (fault is not null)
        {
            throw new ImageStoreException($"pull {what}: {fault}");
        }
    }

    private void CheckConfig(Manifest manifest, ImageConfig config, Platform? required, string what)
    {
        if (config.RootFs.DiffIds.Count != manifest.Layers.Count)
        {
            throw new ImageStoreException(
                $"pull {what}: the manifest has {manifest.Layers.Count} layers and the configuration {config.RootFs.DiffIds.Count}"
            );
        }
        Platform own = PlatformChoice.Of(config);
        Platform wanted = required ?? PlatformChoice.OfThisMachine;
        if (PlatformChoice.IsFor(own, wanted))
        {
            return;
        }
        if (required is not null)
        {
            throw new ImageStoreException(
                $"pull {what}: the image is for {own}, not for {required}"
            );
        }
        progress.Warn($"{what} is for {own}, and this machine is {wanted}");
    }

    private async Task<ImageConfig> ConfigAsync(
        Descriptor descriptor,
        string what,
        CancellationToken cancel
    )
    {
        byte[] bytes = new byte[descriptor.Size];
        if (store.HasBlob(descriptor))
        {
            bytes = store.ReadDocument(descriptor.Digest, MaxConfig);
        }
        else
        {
            using Fd held = await store.LockAsync(descriptor.Digest, cancel);
            using Ingest ingest = store.OpenIngest(descriptor);
            await fetch(ingest, _ => { }, cancel);
            ingest.Verify();
            await using Stream content = ingest.OpenReader();
            content.ReadExactly(bytes);
        }
        return ImageConfigDocument.Read(bytes, what);
    }

    private async Task StageAllAsync(
        Manifest manifest,
        ImageConfig config,
        IReadOnlyList<Digest> chain,
        StagedLayer?[] staged,
        CancellationToken cancel
    )
    {
        ParallelOptions options = new()
        {
            MaxDegreeOfParallelism = Parallel,
            CancellationToken = cancel,
        };
        await System.Threading.Tasks.Parallel.ForEachAsync(
            Enumerable.Range(0, manifest.Layers.Count),
            options,
            async (i, stop) =>
            {
                Descriptor blob = manifest.Layers[i];
                bool unpacked = _layers.Has(chain[i]);
                if (unpacked && store.HasBlob(blob))
                {
                    progress.LayerDone(blob, wasThere: true);
                    return;
                }
                staged[i] = await StageAsync(
                    blob,
                    config.RootFs.DiffIds[i],
                    unpacked ? null : chain[i],
                    stop
                );
                progress.LayerDone(blob, wasThere: false);
            }
        );
    }

    /// <param name="chain">Null for a layer that is unpacked already and lacks only its blob.</param>
    private async Task<StagedLayer?> StageAsync(
        Descriptor blob,
        Digest diffId,
        Digest? chain,
        CancellationToken cancel
    )
    {
        using Fd held = await store.LockAsync(blob.Digest, cancel);
        if (store.HasBlob(blob))
        {
            progress.LayerStarted(blob, blob.Size);
            await using FileStream file = new(
                store.BlobPath(blob.Digest),
                FileMode.Open,
                FileAccess.Read
            );
            return await Task.Run(() => Unpack(file, blob, diffId, chain!.Value, cancel), cancel);
        }
        for (bool again = false; ; again = true)
        {
            using Ingest ingest = store.OpenIngest(blob);
            progress.LayerStarted(blob, ingest.Resumed);
            try
            {
                return await FetchAndUnpackAsync(ingest, blob, diffId, chain, cancel);
            }
            catch (ImageStoreException) when (ingest.IsSpoiled && ingest.Resumed > 0 && !again)
            {
                // what an earlier program left was wrong: it is gone now, and a whole fetch may be right
                progress.Warn($"what was left of {blob.Digest} is spoiled; it is fetched again");
            }
        }
    }

    private async Task<StagedLayer?> FetchAndUnpackAsync(
        Ingest ingest,
        Descriptor blob,
        Digest diffId,
        Digest? chain,
        CancellationToken cancel
    )
    {
        using Stream content = ingest.OpenReader();
        Task<StagedLayer?> unpacking = chain is { } id
            ? Task.Factory.StartNew(
                () => (StagedLayer?)Unpack(content, blob, diffId, id, cancel),
                cancel,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
            : Task.FromResult<StagedLayer?>(null);
        try
        {
            await fetch(ingest, bytes => progress.LayerReceived(blob, bytes), cancel);
            ingest.Verify();
        }
        catch
        {
            // the unpacker's complaint that the blob is not whole would hide the reason
            ingest.Abandon();
            await ((Task)unpacking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        return await unpacking;
    }

    private StagedLayer Unpack(
        Stream content,
        Descriptor blob,
        Digest diffId,
        Digest chain,
        CancellationToken cancel
    )
    {
        string directory = _layers.NewStaging();
        try
        {
            return new StagedLayer(
                directory,
                chain,
                diffId,
                blob.Digest,
                UnpackInto(directory, content, blob, diffId, cancel)
            );
        }
        catch (Exception e)
        {
            LayerStore.Remove(directory);
            if (e is not (IOException or InvalidDataException or ImageStoreException))
            {
                throw;
            }
            throw ImageStoreException.Because($"unpack layer {blob.Digest}", e);
        }
    }

    private LayerSummary UnpackInto(
        string directory,
        Stream content,
        Descriptor blob,
        Digest diffId,
        CancellationToken cancel
    )
    {
        using Fd tree = LayerStore.Open(Path.Combine(directory, "fs"));
        LayerSummary summary = LayerUnpacker.Unpack(content, tree, cancel);
        foreach (string warning in summary.Warnings)
        {
            progress.Warn($"layer {blob.Digest}: {warning}");
        }
        return summary.DiffId == diffId.ToString()
            ? summary
            : throw new ImageStoreException(
                $"its content is {summary.DiffId}, the configuration says {diffId}"
            );
    }

    private void Settle(
        IReadOnlyList<Digest> chain,
        StagedLayer?[] staged,
        CancellationToken cancel
    )
    {
        List<string> lowers = [];
        for (int i = 0; i < staged.Length; i++)
        {
            if (staged[i] is { } layer)
            {
                LayerStore.Settle(layer, lowers, cancel);
            }
            lowers.Insert(0, staged[i]?.Tree ?? _layers.TreeOf(chain[i]));
        }
    }
}
