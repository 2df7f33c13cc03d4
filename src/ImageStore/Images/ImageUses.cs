using System;
using System.IO;
using System.Linq;
using ContainerRt.ImageStore.Content;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>Who needs an image: `uses/NAME` holds its manifest's digest, and collection spares its layers.</summary>
public static class ImageUses
{
    public static void Add(ContentStore store, string user, StoredImage image) =>
        AtomicFile.Write(
            PathOf(store, user),
            System.Text.Encoding.ASCII.GetBytes(image.ManifestDigest.ToString())
        );

    public static void Remove(ContentStore store, string user) => File.Delete(PathOf(store, user));

    internal static string? Of(ContentStore store, StoredImage image) =>
        Directory
            .EnumerateFiles(store.UsesDirectory)
            .Where(path =>
                Digest.TryParse(File.ReadAllText(path), out Digest used)
                && used == image.ManifestDigest
            )
            .Select(Path.GetFileName)
            .FirstOrDefault();

    private static string PathOf(ContentStore store, string user) =>
        user.Length is > 0 and < 200
        && user[0] != '.'
        && !user.Contains('/', StringComparison.Ordinal)
            ? Path.Combine(store.UsesDirectory, user)
            : throw new ArgumentException($"\"{user}\" cannot be a file name", nameof(user));
}
