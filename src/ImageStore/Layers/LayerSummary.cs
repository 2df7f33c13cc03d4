using System.Collections.Generic;

namespace ContainerRt.ImageStore.Layers;

/// <summary>What unpacking a layer found out.</summary>
/// <param name="DiffId">sha256 of the whole decompressed stream.</param>
/// <param name="ImplicitDirectories">Made because something is in them; the archive says nothing of their attributes.</param>
/// <param name="Whiteouts">Names that are hidden from below, and directories of which all is.</param>
public sealed record LayerSummary(
    string DiffId,
    long UncompressedSize,
    IReadOnlyList<LayerPath> ImplicitDirectories,
    IReadOnlyList<DeferredLink> DeferredLinks,
    IReadOnlyList<Whiteout> Whiteouts
)
{
    /// <summary>What could not be kept, each once.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
