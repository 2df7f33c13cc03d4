using System.Text.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Image.Json;

/// <summary>image-index.md and the descriptors in it.</summary>
public static class ImageIndexWriter
{
    public static byte[] Write(ImageIndex index) =>
        JsonMembers.Document(index, Members, indented: false);

    private static void Members(Utf8JsonWriter json, ImageIndex index)
    {
        json.Number("schemaVersion"u8, index.SchemaVersion);
        json.Text("mediaType"u8, index.MediaType);
        json.Text("artifactType"u8, index.ArtifactType);
        json.List("manifests"u8, index.Manifests, Descriptor);
        json.Object("subject"u8, index.Subject, Descriptor);
        json.Map("annotations"u8, index.Annotations);
    }

    private static void Descriptor(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.Text("mediaType"u8, descriptor.MediaType);
        json.Text("digest"u8, descriptor.Digest.ToString());
        json.Number("size"u8, descriptor.Size);
        json.Texts("urls"u8, descriptor.Urls);
        json.Map("annotations"u8, descriptor.Annotations);
        json.Object("platform"u8, descriptor.Platform, Platform);
        json.Text("artifactType"u8, descriptor.ArtifactType);
    }

    private static void Platform(Utf8JsonWriter json, Platform platform)
    {
        json.Text("architecture"u8, platform.Architecture);
        json.Text("os"u8, platform.Os);
        json.Text("os.version"u8, platform.OsVersion);
        json.Texts("os.features"u8, platform.OsFeatures);
        json.Text("variant"u8, platform.Variant);
    }
}
