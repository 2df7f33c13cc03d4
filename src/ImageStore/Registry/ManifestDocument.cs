using System;
using System.Text.Json;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Image.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.ImageStore.Registry;

/// <summary>A manifest or an index whose bytes have the digest. Exactly one of the two is not null.</summary>
public sealed record ManifestDocument(Digest Digest, string MediaType, byte[] Bytes)
{
    /// <summary>distribution-spec asks registries to take at least this much (CVE-2023-25153).</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    public Manifest? Manifest { get; private init; }

    public ImageIndex? Index { get; private init; }

    public Descriptor Descriptor =>
        new()
        {
            MediaType = MediaType,
            Digest = Digest,
            Size = Bytes.Length,
        };

    /// <summary>One document has one meaning: what it says it is, where it came from and what it holds must agree
    /// (CVE-2021-41190).</summary>
    /// <param name="bytes">The document, whose digest has been checked where one was known.</param>
    /// <param name="digest">Its digest.</param>
    /// <param name="declared">The type that its sender or its descriptor gave.</param>
    /// <param name="what">The image, for messages.</param>
    public static ManifestDocument Read(byte[] bytes, Digest digest, string? declared, string what)
    {
        try
        {
            string type = Check(bytes, declared, what);
            ManifestDocument document = new(digest, type, bytes);
            return MediaTypes.IsIndex(type)
                ? document with
                {
                    Index = ImageIndexReader.Read(bytes),
                }
                : document with
                {
                    Manifest = ManifestReader.Read(bytes),
                };
        }
        catch (Exception e) when (e is DocumentException or JsonException)
        {
            throw ImageStoreException.Because($"read the manifest of {what}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new ImageStoreException(
                $"read the manifest of {what}: a text in it is no Unicode, or its mediaType is no text",
                e
            );
        }
    }

    private static string Check(byte[] bytes, string? declared, string what)
    {
        JsonDocumentOptions options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };
        using JsonDocument document = JsonDocument.Parse(bytes, options);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Refused(what, "it is not a JSON object");
        }
        if (MediaTypes.IsSchema1(declared) || root.TryGetProperty("fsLayers", out _))
        {
            throw Refused(
                what,
                "it has docker's schema 1, whose layers cannot be verified; push the image again with a newer tool"
            );
        }
        bool list = root.TryGetProperty("manifests", out _);
        if (list && (root.TryGetProperty("layers", out _) || root.TryGetProperty("config", out _)))
        {
            throw Refused(what, "it is both an index and a manifest");
        }
        string? own = root.TryGetProperty("mediaType", out JsonElement member)
            ? member.GetString()
            : null;
        bool known = MediaTypes.IsManifest(declared) || MediaTypes.IsIndex(declared);
        if (known && own is not null && own != declared)
        {
            throw Refused(what, $"it is sent as {declared} but says that it is {own}");
        }
        string shape = list ? MediaTypes.Index : MediaTypes.Manifest;
        string type = known
            ? declared!
            : own
                ?? (declared is null ? shape : null)
                ?? throw Refused(what, $"its type \"{declared}\" is not known");
        return !MediaTypes.IsManifest(type) && !MediaTypes.IsIndex(type)
                ? throw Refused(what, $"its type \"{type}\" is not known")
            : MediaTypes.IsIndex(type) != list
                ? throw Refused(what, $"it is sent as {type} but does not look like it")
            : type;
    }

    private static ImageStoreException Refused(string what, string why) =>
        new($"read the manifest of {what}: {why}");
}
