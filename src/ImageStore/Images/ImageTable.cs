using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>The images of a store and their names: `index.json`, read as a table.</summary>
public sealed class ImageTable(ContentStore store)
{
    private const int MaxConfig = 8 * 1024 * 1024;

    public IReadOnlyList<StoredImage> List() =>
        [.. store.ReadIndex().Manifests.GroupBy(m => m.Digest).Select(group => Read([.. group]))];

    /// <summary>Finds by name, by digest, or by the beginning of an id; null when there is none.</summary>
    public StoredImage? Find(string text)
    {
        List<Descriptor> entries = store.ReadIndex().Manifests;
        if (
            ImageReference.TryParse(text, out ImageReference? reference)
            && entries.Find(m => IsNamed(m, reference)) is { } named
        )
        {
            return Read(entries.FindAll(m => m.Digest == named.Digest));
        }
        string prefix = text.StartsWith("sha256:", StringComparison.Ordinal) ? text[7..] : text;
        if (prefix.Length < 2 || prefix.Any(c => !char.IsAsciiHexDigitLower(c)))
        {
            return null;
        }
        List<StoredImage> found =
        [
            .. List().Where(i => Begins(i.Id, prefix) || Begins(i.ManifestDigest, prefix)),
        ];
        return found.Count > 1
            ? throw new ImageStoreException(
                $"find image {text}: {found.Count} images have an id that begins so"
            )
            : found.FirstOrDefault();
    }

    public StoredImage Get(Digest manifest) =>
        Read(store.ReadIndex().Manifests.FindAll(m => m.Digest == manifest));

    public StoredImage Need(string text) =>
        Find(text) ?? throw new ImageStoreException($"there is no image {text}");

    /// <summary>The image, and which of its names the text is; null when it was found by its id.</summary>
    public (StoredImage Image, string? Name) NeedNamed(string text)
    {
        StoredImage image = Need(text);
        return ImageReference.TryParse(text, out ImageReference? reference)
            ? (image, image.References.FirstOrDefault(r => Same(r, reference)))
            : (image, null);
    }

    /// <summary>Gives an image a name and takes it from whichever image had it.</summary>
    /// <param name="image">Its manifest.</param>
    /// <param name="reference">Null keeps an image that has no name.</param>
    public void Name(Descriptor image, string? reference) =>
        store.UpdateIndex(index =>
        {
            if (reference is null)
            {
                bool known = index.Manifests.Exists(m => m.Digest == image.Digest);
                return known
                    ? index
                    : index with
                    {
                        Manifests = [.. index.Manifests, image with { Annotations = null }],
                    };
            }
            List<Descriptor> others = index.Manifests.FindAll(m => NameOf(m) != reference);
            // an image that had only this name stays, without one
            List<Descriptor> nameless = index.Manifests.FindAll(m =>
                NameOf(m) == reference
                && m.Digest != image.Digest
                && others.TrueForAll(o => o.Digest != m.Digest)
            );
            others.RemoveAll(m => m.Digest == image.Digest && NameOf(m) is null);
            Descriptor named = image with { Annotations = NamesOf(reference) };
            return index with
            {
                Manifests =
                [
                    .. others,
                    .. nameless.Select(m => m with { Annotations = null }),
                    named,
                ],
            };
        });

    public void Tag(string source, ImageReference target)
    {
        if (target.Digest is not null)
        {
            throw new ImageStoreException($"tag {target}: a new name cannot have a digest");
        }
        Name(Need(source).ManifestDescriptor with { Annotations = null }, target.ToString());
    }

    /// <summary>Removes a name, and the image with its last one. By id an image with several names needs force.</summary>
    /// <returns>What was removed, in words of `docker rmi`.</returns>
    public IReadOnlyList<string> Remove(string text, bool force)
    {
        (StoredImage image, string? name) = NeedNamed(text);
        if (name is null && image.References.Count > 1 && !force)
        {
            throw new ImageStoreException(
                $"remove image {text}: it has {image.References.Count} names; remove them or use -f"
            );
        }
        bool last = name is null || image.References.Count <= 1;
        if (last && ImageUses.Of(store, image) is { } user && !force)
        {
            throw new ImageStoreException($"remove image {text}: container {user} uses it");
        }
        store.UpdateIndex(index =>
            index with
            {
                Manifests = index.Manifests.FindAll(m =>
                    m.Digest != image.ManifestDigest || (name is not null && NameOf(m) != name)
                ),
            }
        );
        List<string> removed =
        [
            .. (name is null ? image.References : [name]).Select(r => $"Untagged: {r}"),
        ];
        if (last)
        {
            removed.Add($"Deleted: {image.Id}");
        }
        new GarbageCollection(store).Run();
        return removed;
    }

    private StoredImage Read(List<Descriptor> entries)
    {
        Descriptor descriptor = entries[0];
        byte[] bytes = store.ReadDocument(descriptor.Digest, ManifestDocument.MaxBytes);
        ManifestDocument document = ManifestDocument.Read(
            bytes,
            descriptor.Digest,
            descriptor.MediaType,
            descriptor.Digest.ToString()
        );
        Manifest manifest =
            document.Manifest
            ?? throw new ImageStoreException(
                $"read image {descriptor.Digest}: the store holds an index in its place"
            );
        ImageConfig config = ReadConfig(manifest.Config.Digest);
        LayerStore layers = new(store);
        return new StoredImage(
            manifest.Config.Digest,
            [.. entries.Select(NameOf).OfType<string>()],
            descriptor with
            {
                Annotations = null,
            },
            config,
            [.. ChainId.Of(config.RootFs.DiffIds).Reverse().Select(layers.TreeOf)],
            manifest.Layers.Sum(l => l.Size) + manifest.Config.Size + bytes.Length
        );
    }

    private ImageConfig ReadConfig(Digest digest) =>
        ImageConfigDocument.Read(store.ReadDocument(digest, MaxConfig), digest.ToString());

    internal static string? NameOf(Descriptor entry) =>
        entry.Annotations?.GetValueOrDefault(Annotations.ContainerdImageName)
        ?? entry.Annotations?.GetValueOrDefault(Annotations.RefName);

    // skopeo, umoci and buildah compare what a user types after `oci:STORE:` with the second one, letter by letter
    private static Dictionary<string, string> NamesOf(string reference) =>
        new(StringComparer.Ordinal)
        {
            [Annotations.ContainerdImageName] = reference,
            [Annotations.RefName] = ImageReference.TryParse(reference, out ImageReference? parsed)
                ? parsed.Familiar
                : reference,
        };

    private static bool IsNamed(Descriptor entry, ImageReference wanted) =>
        NameOf(entry) is { } name && Same(name, wanted);

    private static bool Same(string name, ImageReference wanted) =>
        ImageReference.TryParse(name, out ImageReference? own)
        && own.Name == wanted.Name
        && (wanted.Digest is null ? own.Tag == wanted.Tag : own.Digest == wanted.Digest);

    private static bool Begins(Digest digest, string prefix) =>
        digest.Hex.StartsWith(prefix, StringComparison.Ordinal);
}
