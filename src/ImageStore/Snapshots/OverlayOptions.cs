namespace ContainerRt.ImageStore.Snapshots;

/// <param name="Volatile">No sync at unmount: for containers that are thrown away. Their upper directory cannot be mounted again.</param>
/// <param name="UserXattr">Marks in user.* instead of trusted.*: for a user namespace.</param>
/// <param name="WithoutLayerByLayer">As on a kernel before 6.5, which takes all layers in one string.</param>
public sealed record OverlayOptions(
    bool Volatile = false,
    bool UserXattr = false,
    bool WithoutLayerByLayer = false
);
