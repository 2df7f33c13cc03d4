using System;
using System.Text.Json;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>An image's configuration from its bytes.</summary>
internal static class ImageConfigDocument
{
    /// <exception cref="ImageStoreException">It is no such document.</exception>
    public static ImageConfig Read(ReadOnlySpan<byte> bytes, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, ImageJson.Default.ImageConfig)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new ImageStoreException($"read the configuration of {what}: {e.Message}", e);
        }
    }
}
