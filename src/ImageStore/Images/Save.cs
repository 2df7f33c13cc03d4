using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Linux;
using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>Writes images as an OCI archive that has docker's `manifest.json` too, so old and new tools read it.</summary>
public sealed class Save(ContentStore store)
{
    /// <param name="wanted">Images, each with the name that it was asked for by; null for an id, which saves no name.</param>
    public async Task RunAsync(
        IReadOnlyList<(StoredImage Image, string? Name)> wanted,
        Stream output,
        CancellationToken cancel
    )
    {
        // a lease: what is being written out is not collected
        using Fd lease = await store.LeaseAsync(cancel);
        await using TarWriter tar = new(output, TarEntryFormat.Pax, leaveOpen: true);
        HashSet<Digest> written = [];
        List<Descriptor> index = [];
        List<ArchiveEntry> docker = [];
        foreach (
            IGrouping<Digest, (StoredImage Image, string? Name)> asked in wanted.GroupBy(x =>
                x.Image.ManifestDigest
            )
        )
        {
            StoredImage image = asked.First().Image;
            string[] names = [.. asked.Select(x => x.Name).OfType<string>().Distinct()];
            Manifest manifest = ManifestOf(image);
            IEnumerable<Digest> layers = manifest.Layers.Select(l => l.Digest);
            foreach (
                Digest blob in layers.Append(manifest.Config.Digest).Append(image.ManifestDigest)
            )
            {
                if (written.Add(blob))
                {
                    await tar.WriteEntryAsync(store.BlobPath(blob), NameOf(blob), cancel);
                }
            }
            index.AddRange(names.DefaultIfEmpty().Select(name => Entry(image, name)));
            docker.Add(
                new ArchiveEntry
                {
                    Config = NameOf(manifest.Config.Digest),
                    RepoTags = [.. names.Where(IsTagged)],
                    Layers = [.. manifest.Layers.Select(l => NameOf(l.Digest))],
                }
            );
        }
        await WriteDocumentsAsync(tar, index, docker, cancel);
    }

    private Manifest ManifestOf(StoredImage image) =>
        ManifestDocument
            .Read(
                store.ReadDocument(image.ManifestDigest, ManifestDocument.MaxBytes),
                image.ManifestDigest,
                image.ManifestDescriptor.MediaType,
                image.Id.ToString()
            )
            .Manifest!;

    private static async Task WriteDocumentsAsync(
        TarWriter tar,
        List<Descriptor> index,
        List<ArchiveEntry> docker,
        CancellationToken cancel
    )
    {
        ImageIndex all = new()
        {
            SchemaVersion = 2,
            MediaType = MediaTypes.Index,
            Manifests = index,
        };
        await WriteAsync(
            tar,
            "index.json",
            JsonSerializer.SerializeToUtf8Bytes(all, ImageJson.Default.ImageIndex),
            cancel
        );
        await WriteAsync(
            tar,
            "manifest.json",
            JsonSerializer.SerializeToUtf8Bytes(docker, StoreJson.Default.ListArchiveEntry),
            cancel
        );
        ImageLayout layout = new() { ImageLayoutVersion = ImageLayout.Version };
        await WriteAsync(
            tar,
            "oci-layout",
            JsonSerializer.SerializeToUtf8Bytes(layout, ImageJson.Default.ImageLayout),
            cancel
        );
    }

    private static string NameOf(Digest blob) => $"blobs/{blob.Algorithm}/{blob.Hex}";

    private static bool IsTagged(string name) =>
        ImageReference.TryParse(name, out ImageReference? r) && r.Digest is null;

    private static Descriptor Entry(StoredImage image, string? name) =>
        name is null
            ? image.ManifestDescriptor
            : image.ManifestDescriptor with
            {
                Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [Annotations.RefName] = name,
                    [Annotations.ContainerdImageName] = name,
                },
            };

    private static async Task WriteAsync(
        TarWriter tar,
        string name,
        byte[] content,
        CancellationToken cancel
    ) =>
        await tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = new MemoryStream(content),
            },
            cancel
        );
}
