using System;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Image.Json;
using ContainerRt.Spec.Json;

namespace ContainerRt.ImageStore.Images;

/// <summary>An image's configuration from its bytes.</summary>
internal static class ImageConfigDocument
{
    /// <exception cref="ImageStoreException">It is no such document.</exception>
    public static ImageConfig Read(ReadOnlySpan<byte> bytes, string what)
    {
        try
        {
            return ImageConfigReader.Read(bytes);
        }
        catch (DocumentException e)
        {
            throw new ImageStoreException($"read the configuration of {what}: {e.Message}", e);
        }
    }
}
