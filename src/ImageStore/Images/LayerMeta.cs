using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>`layers/CHAIN/meta.json`: a directory without it is rubbish.</summary>
internal sealed record LayerMeta(Digest ChainId, Digest DiffId, Digest Blob, long UncompressedSize);
