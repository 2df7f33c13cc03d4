using System.Collections.Generic;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Image.Json;

/// <summary>descriptor.md, with the platform that image-index.md puts into it.</summary>
internal static class DescriptorReader
{
    // csharpier-ignore-start
    /// <summary>Null is an error.</summary>
    internal static Descriptor Descriptor(ref JsonCursor json)
    {
        if (!json.Object()) { throw json.Null(); }
        string? mediaType = null, artifactType = null;
        Digest? digest = null;
        long? size = null;
        List<string>? urls = null;
        Dictionary<string, string>? annotations = null;
        Platform? platform = null;
        while (json.Member())
        {
            if (json.Is("mediaType"u8)) { mediaType = json.NotNull(json.Text()); }
            else if (json.Is("digest"u8)) { digest = Digest(ref json); }
            else if (json.Is("size"u8)) { size = json.Long(); }
            else if (json.Is("urls"u8)) { urls = json.Texts(); }
            else if (json.Is("annotations"u8)) { annotations = json.Map(); }
            else if (json.Is("platform"u8)) { platform = Platform(ref json); }
            else if (json.Is("artifactType"u8)) { artifactType = json.Text(); }
            else { json.Skip(); }
        }
        return new Descriptor
        {
            MediaType = mediaType ?? throw json.Missing("mediaType"),
            Digest = digest ?? throw json.Missing("digest"),
            Size = size ?? throw json.Missing("size"),
            Urls = urls,
            Annotations = annotations,
            Platform = platform,
            ArtifactType = artifactType,
        };
    }

    private static Platform? Platform(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        string architecture = "", os = "";
        string? osVersion = null, variant = null;
        List<string>? osFeatures = null;
        while (json.Member())
        {
            if (json.Is("architecture"u8)) { architecture = json.NotNull(json.Text()); }
            else if (json.Is("os"u8)) { os = json.NotNull(json.Text()); }
            else if (json.Is("os.version"u8)) { osVersion = json.Text(); }
            else if (json.Is("os.features"u8)) { osFeatures = json.Texts(); }
            else if (json.Is("variant"u8)) { variant = json.Text(); }
            else { json.Skip(); }
        }
        return new Platform
        {
            Architecture = architecture,
            Os = os,
            OsVersion = osVersion,
            OsFeatures = osFeatures,
            Variant = variant,
        };
    }
    // csharpier-ignore-end

    /// <summary>A digest is checked while its document is read.</summary>
    internal static Digest Digest(ref JsonCursor json)
    {
        string? text = json.Text();
        return Image.Digest.TryParse(text, out Digest digest)
            ? digest
            : throw json.Wrong($"\"{text}\" is not a sha256 or sha512 digest");
    }
}
