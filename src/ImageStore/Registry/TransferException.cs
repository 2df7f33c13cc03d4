using System;
using System.IO;

namespace ContainerRt.ImageStore.Registry;

/// <summary>A transfer that did not come to its end, and why; another try may.</summary>
internal sealed class TransferException(string why, Exception? inner = null)
    : IOException(why, inner);
