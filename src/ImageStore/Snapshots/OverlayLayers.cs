using System.Collections.Generic;
using ContainerRt.Linux;

namespace ContainerRt.ImageStore.Snapshots;

/// <summary>The directories of one overlay mount. Without an upper directory it is read-only.</summary>
/// <param name="Upper">For changes; empty at first.</param>
/// <param name="Work">Empty, on the file system of <paramref name="Upper"/>.</param>
public sealed record OverlayLayers(
    IReadOnlyList<Fd> LowersTopmostFirst,
    Fd? Upper = null,
    Fd? Work = null
);
