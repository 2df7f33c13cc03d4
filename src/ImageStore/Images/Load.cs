using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
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
    private const int MaxEntries = 100_000;

    public async Task<IReadOnlyList<StoredImage>> RunAsync(Stream archive, CancellationToken cancel)
    {
        using Fd lease = await store.LeaseAsync(cancel);
        ArchivedLayout layout = await ReadAsync(archive, cancel);
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
            string name = NameOf(entry) ?? document.Digest.ToString();
            Descriptor image = await assembly.RunAsync(document, null, name, cancel);
            ImageTable table = new(store);
            table.Name(image, NameOf(entry));
            images.Add(table.Get(image.Digest));
        }
        return images.Count > 0
            ? images
            : throw new ImageStoreException(
                $"load: the archive holds no image{string.Concat(others.Take(MostNamed).Select(o => $"; {o}"))}"
            );
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
    private static string? NameOf(Descriptor entry)
    {
        string? name =
            entry.Annotations?.GetValueOrDefault(Annotations.ContainerdImageName)
            ?? entry.Annotations?.GetValueOrDefault(Annotations.RefName);
        bool isName = name is not null && name.AsSpan().ContainsAny('/', ':');
        return isName && ImageReference.TryParse(name!, out ImageReference? reference)
            ? reference.ToString()
            : null;
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
    private async Task TakeAsync(TarEntry entry, ArchivedLayout layout, CancellationToken cancel)
    {
        if (
            entry.EntryType
            is not (
                TarEntryType.RegularFile
                or TarEntryType.V7RegularFile
                or TarEntryType.ContiguousFile
            )
        )
        {
            return;
        }
        string[] parts = entry.Name.TrimStart('.', '/').Split('/');
        Stream content = entry.DataStream ?? Stream.Null;
        if (parts is [var name])
        {
            await layout.TakeAsync(name, entry.Length, content, cancel);
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
            await using TarReader reader = new(archive, leaveOpen: true);
            int entries = 0;
            while (await reader.GetNextEntryAsync(copyData: false, cancel) is { } entry)
            {
                if (++entries > MaxEntries)
                {
                    throw new ImageStoreException(
                        $"load: the archive has more than {MaxEntries} members"
                    );
                }
                await TakeAsync(entry, layout, cancel);
            }
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or FormatException
                        or EndOfStreamException
                        // System.Formats.Tar, of numbers that are no size
                        or ArgumentOutOfRangeException
                        or OverflowException
            )
        {
            throw new ImageStoreException($"load: the archive cannot be read: {e.Message}", e);
        }
        return layout;
    }
}
