using System.IO;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>A layer that is unpacked but has no name yet.</summary>
internal sealed record StagedLayer(
    string Directory,
    Digest Chain,
    Digest DiffId,
    Digest Blob,
    LayerSummary Summary
)
{
    public string Tree => Path.Combine(Directory, "fs");
}
