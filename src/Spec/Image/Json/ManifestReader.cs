using System;
using System.Collections.Generic;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Image.Json;

/// <summary>manifest.md. Two programs that read the same bytes must see the same image, so nothing is read leniently.</summary>
public static class ManifestReader
{
    /// <exception cref="DocumentException">Not JSON; or a member is missing, not of its type, null or there twice.</exception>
    public static Manifest Read(ReadOnlySpan<byte> document)
    {
        JsonCursor json = new(document);
        Manifest manifest = Manifest(ref json);
        json.End();
        return manifest;
    }

    // csharpier-ignore-start
    private static Manifest Manifest(ref JsonCursor json)
    {
        if (!json.Object()) { throw json.Null(); }
        int? schemaVersion = null;
        string? mediaType = null, artifactType = null;
        Descriptor? config = null, subject = null;
        List<Descriptor>? layers = null;
        Dictionary<string, string>? annotations = null;
        while (json.Member())
        {
            if (json.Is("schemaVersion"u8)) { schemaVersion = json.Int(); }
            else if (json.Is("mediaType"u8)) { mediaType = json.Text(); }
            else if (json.Is("artifactType"u8)) { artifactType = json.Text(); }
            else if (json.Is("config"u8)) { config = DescriptorReader.Descriptor(ref json); }
            else if (json.Is("layers"u8)) { layers = json.NotNull(json.List(DescriptorReader.Descriptor)); }
            else if (json.Is("subject"u8)) { subject = json.IsNull ? null : DescriptorReader.Descriptor(ref json); }
            else if (json.Is("annotations"u8)) { annotations = json.Map(); }
            else { json.Skip(); }
        }
        return new Manifest
        {
            SchemaVersion = schemaVersion ?? throw json.Missing("schemaVersion"),
            MediaType = mediaType,
            ArtifactType = artifactType,
            Config = config ?? throw json.Missing("config"),
            Layers = layers ?? throw json.Missing("layers"),
            Subject = subject,
            Annotations = annotations,
        };
    }
    // csharpier-ignore-end
}
