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
using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>From an OCI archive, a tar of an image layout, to images in the store.</summary>
/// <remarks>The archive is read once, so it may be a pipe. Its file names are believed only after their content matches.</remarks>
public sealed class Load(ContentStore store, PullProgress progress)
{
    private const int MaxIndexDepth = 2;
    private const int MostNamed = 3;
    private const int ShownName = 200;
    private const int MaxEntries = 100_000;

    public async Task<IReadOnlyList<StoredImage>> RunAsync(Stream archive, CancellationToken cancel)
    {
        using Fd lease = await store.LeaseAsync(cancel);
        // a thread of its own: what reads from a pipe that is silent cannot be called off
        ArchivedLayout layout = await Task.Run(() => ReadAsync(archive, cancel), cancel)
            .WaitAsync(cancel);
        ImageAssembly assembly = new(
            store,
            progress,
            (ingest, _, _) =>
                ingest.Written == ingest.Size
                    ? Task.CompletedTask
                    : throw new ImageStoreException(
                        $"load: the archive has {ingest.Written} of {ingest.Size} bytes of blob {ingest.Digest}"
                    )
        );
        List<StoredImage> images = [];
        List<string> others = [];
        foreach (Descriptor entry in layout.CheckedIndex().Manifests)
        {
            if (ImageOf(entry, out string type) is not { } document)
            {
                others.Add($"{entry.Digest} is a {type}");
                progress.Warn($"{others[^1]}, which is no image: it is passed over");
                continue;
            }
            images.Add(await NamedAsync(assembly, document, NameOf(entry), cancel));
        }
        return images.Count > 0
            ? images
            : throw new ImageStoreException(
                $"load: the archive holds no image{string.Concat(others.Take(MostNamed).Select(o => $"; {o}"))}"
            );
    }

    private async Task<StoredImage> NamedAsync(
        ImageAssembly assembly,
        ManifestDocument document,
        string? name,
        CancellationToken cancel
    )
    {
        string what = name ?? document.Digest.ToString();
        Descriptor image = await assembly.RunAsync(document, null, what, cancel);
        ImageTable table = new(store);
        table.Name(image, name);
        return table.Get(image.Digest);
    }

    /// <summary>The manifest of an image, or null when the entry is something else.</summary>
    /// <param name="entry">A member of the archive's index.</param>
    /// <param name="type">What it is: image-spec wants unknown types to be passed over.</param>
    private ManifestDocument? ImageOf(Descriptor entry, out string type)
    {
        type = entry.MediaType;
        if (!MediaTypes.IsManifest(type) && !MediaTypes.IsIndex(type))
        {
            return null;
        }
        ManifestDocument document = Document(entry);
        for (int depth = 0; document.Index is { } platforms; depth++)
        {
            document =
                depth < MaxIndexDepth
                    ? Document(
                        PlatformChoice.Choose(
                            platforms,
                            PlatformChoice.OfThisMachine,
                            "the archive"
                        )
                    )
                    : throw new ImageStoreException(
                        $"load: the indexes of {entry.Digest} are nested more than {MaxIndexDepth} deep"
                    );
        }
        Manifest manifest = document.Manifest!;
        type = manifest.ArtifactType ?? manifest.Config.MediaType;
        return MediaTypes.IsConfig(manifest.Config.MediaType) ? document : null;
    }

    // a bare tag says nothing about whose image it is
    private string? NameOf(Descriptor entry)
    {
        string? full = entry.Annotations?.GetValueOrDefault(Annotations.ContainerdImageName);
        string? name = full ?? entry.Annotations?.GetValueOrDefault(Annotations.RefName);
        if (name is null || (full is null && ImageReference.IsTag(name)))
        {
            return null;
        }
        if (ImageReference.TryParse(name, out ImageReference? reference, out string? why))
        {
            return reference.ToString();
        }
        string shown = name[..Math.Min(name.Length, ShownName)];
        progress.Warn($"the archive calls {entry.Digest} \"{shown}\", so it gets no name: {why}");
        return null;
    }

    private ManifestDocument Document(Descriptor descriptor)
    {
        byte[] bytes = store.ReadStaged(descriptor.Digest, ManifestDocument.MaxBytes);
        return ManifestDocument.Read(
            bytes,
            descriptor.Digest,
            descriptor.MediaType,
            descriptor.Digest.ToString()
        );
    }

    // A document of the layout, or a blob for the store; all else is passed over.
    private async Task TakeAsync(
        TarEntry entry,
        TarReader reader,
        ArchivedLayout layout,
        CancellationToken cancel
    )
    {
        if (entry.Type != TarEntryType.File)
        {
            return;
        }
        string[] parts = LayerPath.Clean(entry.Name).Components();
        await using MemberStream content = new(reader, entry);
        if (parts is [var name])
        {
            layout.Take(name, entry.Size, content);
        }
        else if (
            parts is ["blobs", var algorithm, var hex]
            && Digest.TryParse($"{algorithm}:{hex}", out Digest digest)
        )
        {
            await store.SpoolAsync(digest, content, cancel);
        }
    }

    private async Task<ArchivedLayout> ReadAsync(Stream archive, CancellationToken cancel)
    {
        ArchivedLayout layout = new();
        try
        {
            await using DecompressedStream plain = DecompressedStream.OfArchive(archive);
            TarReader reader = new(plain);
            int entries = 0;
            while (reader.Next() is { } entry)
            {
                cancel.ThrowIfCancellationRequested();
                if (++entries > MaxEntries)
                {
                    throw new ImageStoreException($"it has more than {MaxEntries} members");
                }
                await TakeAsync(entry, reader, layout, cancel);
            }
            // whether a compressed archive is whole shows at its very end
            reader.Drain();
        }
        catch (ImageStoreException e)
            when (!e.Message.StartsWith("load:", StringComparison.Ordinal))
        {
            throw new ImageStoreException($"load: the archive cannot be read: {e.Message}", e);
        }
        return layout;
    }
}
