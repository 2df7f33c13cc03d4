namespace ContainerRt.ImageStore.Layers;

/// <summary>A hard link whose target is not in its own layer: it is looked for below.</summary>
public sealed record DeferredLink(LayerPath Path, LayerPath Target);
