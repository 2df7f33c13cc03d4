using System;
using System.Collections.Generic;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Image.Json;

/// <summary>image-index.md, as strictly as <see cref="ManifestReader"/>.</summary>
public static class ImageIndexReader
{
    /// <exception cref="DocumentException">Not JSON; or a member is missing, not of its type, null or there twice.</exception>
    public static ImageIndex Read(ReadOnlySpan<byte> document)
    {
        JsonCursor json = new(document);
        ImageIndex index = Index(ref json);
        json.End();
        return index;
    }

    // csharpier-ignore-start
    private static ImageIndex Index(ref JsonCursor json)
    {
        if (!json.Object()) { throw json.Null(); }
        int? schemaVersion = null;
        string? mediaType = null, artifactType = null;
        List<Descriptor>? manifests = null;
        Descriptor? subject = null;
        Dictionary<string, string>? annotations = null;
        while (json.Member())
        {
            if (json.Is("schemaVersion"u8)) { schemaVersion = json.Int(); }
            else if (json.Is("mediaType"u8)) { mediaType = json.Text(); }
            else if (json.Is("artifactType"u8)) { artifactType = json.Text(); }
            else if (json.Is("manifests"u8)) { manifests = json.NotNull(json.List(DescriptorReader.Descriptor)); }
            else if (json.Is("subject"u8)) { subject = json.IsNull ? null : DescriptorReader.Descriptor(ref json); }
            else if (json.Is("annotations"u8)) { annotations = json.Map(); }
            else { json.Skip(); }
        }
        return new ImageIndex
        {
            SchemaVersion = schemaVersion ?? throw json.Missing("schemaVersion"),
            MediaType = mediaType,
            ArtifactType = artifactType,
            Manifests = manifests ?? throw json.Missing("manifests"),
            Subject = subject,
            Annotations = annotations,
        };
    }
    // csharpier-ignore-end
}
