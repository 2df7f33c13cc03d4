using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Text.Json;
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
    private const int MaxIndex = 4 * 1024 * 1024;
    private const int MaxEntries = 100_000;

    public async Task<IReadOnlyList<StoredImage>> RunAsync(Stream archive, CancellationToken cancel)
    {
        using Fd lease = await store.LeaseAsync(cancel);
        ImageIndex index = await ReadAsync(archive, cancel);
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
        foreach (Descriptor entry in index.Manifests)
        {
            ManifestDocument document = Document(entry);
            if (document.Index is { } platforms)
            {
                document = Document(
                    PlatformChoice.Choose(platforms, PlatformChoice.OfThisMachine, "the archive")
                );
            }
            string name = NameOf(entry) ?? document.Digest.ToString();
            Descriptor image = await assembly.RunAsync(document, null, name, cancel);
            ImageTable table = new(store);
            table.Name(image, NameOf(entry));
            images.Add(table.Get(image.Digest));
        }
        return images;
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

    // Gives the index when the member is one; a blob goes to the store; all else is passed over.
    private async Task<ImageIndex?> TakeAsync(TarEntry entry, CancellationToken cancel)
    {
        string[] parts = entry.Name.TrimStart('.', '/').Split('/');
        if (entry.DataStream is null)
        {
            return null;
        }
        if (parts is ["index.json"] && entry.Length <= MaxIndex)
        {
            return await JsonSerializer.DeserializeAsync(
                entry.DataStream,
                ImageJson.Default.ImageIndex,
                cancel
            );
        }
        if (
            parts is ["blobs", var algorithm, var hex]
            && Digest.TryParse($"{algorithm}:{hex}", out Digest digest)
        )
        {
            await store.SpoolAsync(digest, entry.DataStream, cancel);
        }
        return null;
    }

    private async Task<ImageIndex> ReadAsync(Stream archive, CancellationToken cancel)
    {
        ImageIndex? index = null;
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
                index = await TakeAsync(entry, cancel) ?? index;
            }
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or FormatException
                        or EndOfStreamException
                        or JsonException
                        // System.Formats.Tar, of numbers that are no size
                        or ArgumentOutOfRangeException
                        or OverflowException
            )
        {
            throw new ImageStoreException($"load: the archive cannot be read: {e.Message}", e);
        }
        return index
            ?? throw new ImageStoreException(
                "load: the archive has no index.json, so it is not an OCI archive"
            );
    }
}
