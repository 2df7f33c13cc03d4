using ContainerRt.Spec.Image;

namespace ContainerRt.Engine.Bundles;

/// <summary>What a bundle is made from.</summary>
/// <param name="Directory">The container's; its `bundle` gets the config.</param>
/// <param name="Image">What the image's configuration says.</param>
/// <param name="OwnCapabilities">Nobody can give what they do not have.</param>
public sealed record BundleRequest(
    string Directory,
    string Id,
    ContainerDefaults Image,
    RunWishes Wishes,
    ulong OwnCapabilities
);
