using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Linux;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>
/// Removes blobs and layers that no image and no container needs, and what killed programs left. Runs only when
/// nobody adds to the store; otherwise the next removal does the work.
/// </summary>
internal sealed class GarbageCollection(ContentStore store)
{
    private const int MaxConfig = 8 * 1024 * 1024;
    private static readonly TimeSpan _partialLife = TimeSpan.FromHours(24);
    private readonly HashSet<Digest> _blobs = [];
    private readonly HashSet<string> _layers = new(StringComparer.Ordinal);

    public void Run()
    {
        using Fd? held = store.TryLockForCollection();
        if (held is null)
        {
            return;
        }
        // a manifest that cannot be read ends the collection here: nothing that it may name is lost
        IEnumerable<Digest> used = Directory
            .EnumerateFiles(store.UsesDirectory)
            .Select(path =>
                Digest.TryParse(File.ReadAllText(path), out Digest digest) ? digest : (Digest?)null
            )
            .OfType<Digest>();
        foreach (
            Digest manifest in store
                .ReadIndex()
                .Manifests.Select(m => m.Digest)
                .Concat(used)
                .Distinct()
        )
        {
            Mark(manifest);
        }
        Sweep();
    }

    /// <summary>Only what nobody can be working on.</summary>
    public void SweepStaging()
    {
        using Fd? held = store.TryLockForCollection();
        if (held is not null)
        {
            RemoveStaged();
        }
    }

    private void RemoveStaged()
    {
        foreach (string staged in Directory.EnumerateFileSystemEntries(store.StagingDirectory))
        {
            LayerStore.Remove(staged);
        }
    }

    private void Mark(Digest digest)
    {
        byte[] bytes = store.ReadDocument(digest, ManifestDocument.MaxBytes);
        Manifest? manifest = ManifestDocument.Read(bytes, digest, null, digest.ToString()).Manifest;
        _blobs.Add(digest);
        if (manifest is null)
        {
            return;
        }
        _blobs.Add(manifest.Config.Digest);
        _blobs.UnionWith(manifest.Layers.Select(l => l.Digest));
        byte[] config = store.ReadDocument(manifest.Config.Digest, MaxConfig);
        ImageConfig image = ImageConfigDocument.Read(config, digest.ToString());
        _layers.UnionWith(ChainId.Of(image.RootFs.DiffIds).Select(c => c.Hex));
    }

    private void Sweep()
    {
        foreach (
            string path in Directory.EnumerateFiles(
                Path.Combine(store.Root, "blobs"),
                "*",
                SearchOption.AllDirectories
            )
        )
        {
            string name =
                $"{Path.GetFileName(Path.GetDirectoryName(path))}:{Path.GetFileName(path)}";
            if (!Digest.TryParse(name, out Digest digest) || !_blobs.Contains(digest))
            {
                File.Delete(path);
            }
        }
        foreach (string layer in Directory.EnumerateDirectories(store.LayersDirectory))
        {
            if (!_layers.Contains(Path.GetFileName(layer)))
            {
                LayerStore.Remove(layer);
            }
        }
        RemoveStaged();
        foreach (string partial in Directory.EnumerateFiles(store.IngestDirectory))
        {
            if (
                !partial.EndsWith(".partial", StringComparison.Ordinal)
                || DateTime.UtcNow - File.GetLastWriteTimeUtc(partial) > _partialLife
            )
            {
                File.Delete(partial);
            }
        }
    }
}
