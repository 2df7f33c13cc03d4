using System;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>What a pull tells while it runs, from several threads. This one says nothing.</summary>
public class PullProgress
{
    public virtual void Resolved(string reference, Digest manifest) { }

    /// <summary>A layer is fetched from `resumed` on, or only unpacked when that is all of it.</summary>
    public virtual void LayerStarted(Descriptor layer, long resumed) { }

    public virtual void LayerReceived(Descriptor layer, long bytes) { }

    public virtual void LayerDone(Descriptor layer, bool wasThere) { }

    public virtual void Warn(string message) { }

    public virtual void Retrying(string why, TimeSpan delay) { }
}
