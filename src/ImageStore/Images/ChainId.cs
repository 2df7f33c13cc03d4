using System.Collections.Generic;
using System.Text;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>Names a layer together with all that is below it, image-spec config.md#layer-chainid.</summary>
internal static class ChainId
{
    /// <summary>One id a layer, bottom first.</summary>
    public static IReadOnlyList<Digest> Of(IReadOnlyList<Digest> diffIds)
    {
        List<Digest> chain = [];
        foreach (Digest diffId in diffIds)
        {
            chain.Add(
                chain.Count == 0
                    ? diffId
                    : Digest.Sha256Of(Encoding.ASCII.GetBytes($"{chain[^1]} {diffId}"))
            );
        }
        return chain;
    }
}
