using System;

namespace ContainerRt.ImageStore;

/// <summary>An image, a registry or the store on disk is not as it has to be.</summary>
public sealed class ImageStoreException(string message, Exception? inner = null)
    : Exception(message, inner);
