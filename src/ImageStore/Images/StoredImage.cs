using System.Collections.Generic;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>An image that is whole in the store.</summary>
/// <param name="Id">The digest of its configuration.</param>
/// <param name="References">Full names, `docker.io/library/alpine:3`; none for an image that lost its name.</param>
/// <param name="LayerDirectories">Unpacked layers, topmost first, ready for overlayfs.</param>
/// <param name="Size">Of all its blobs.</param>
public sealed record StoredImage(
    Digest Id,
    IReadOnlyList<string> References,
    Descriptor ManifestDescriptor,
    ImageConfig Config,
    IReadOnlyList<string> LayerDirectories,
    long Size
)
{
    public Digest ManifestDigest => ManifestDescriptor.Digest;

    /// <summary>What its configuration says that it is for.</summary>
    public Platform Platform => PlatformChoice.Of(Config);
}
