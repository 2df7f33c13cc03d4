namespace ContainerRt.ImageStore.Layers;

/// <summary>What a `.wh.` name of an archive says; links in the path are not followed yet.</summary>
/// <param name="Path">What is hidden from below.</param>
/// <param name="Opaque">The directory itself stays, and nothing that the layers below have in it.</param>
public readonly record struct Whiteout(LayerPath Path, bool Opaque);
