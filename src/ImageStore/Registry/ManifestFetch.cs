using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Registry;

/// <summary>Fetches a manifest or an index and believes only its bytes.</summary>
internal static class ManifestFetch
{
    private static readonly string _accept = string.Join(
        ", ",
        MediaTypes.Index,
        MediaTypes.Manifest,
        MediaTypes.DockerManifestList,
        MediaTypes.DockerManifest
    );

    /// <param name="client">Where.</param>
    /// <param name="tagOrDigest">Which.</param>
    /// <param name="expected">The digest that the bytes must have, when it is known.</param>
    /// <param name="what">The image, for messages.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<ManifestDocument> RunAsync(
        RegistryClient client,
        string tagOrDigest,
        Descriptor? expected,
        string what,
        CancellationToken cancel
    )
    {
        using HttpResponseMessage response = await client.GetAsync(
            $"manifests/{tagOrDigest}",
            headers => headers.TryAddWithoutValidation("Accept", _accept),
            cancel
        );
        if (!response.IsSuccessStatusCode)
        {
            throw await RegistryFailure.FromAsync(response, client, $"pull {what}", cancel);
        }
        byte[] bytes;
        try
        {
            bytes = await BoundedBody.ReadAsync(
                response.Content,
                (ManifestDocument.MaxBytes, client.Options),
                $"the manifest of {what}",
                cancel
            );
        }
        catch (System.Exception e) when (TransportFailure.Is(e))
        {
            throw new ImageStoreException(
                $"read the manifest of {what} from {client.Endpoint.Host}: {TransportFailure.Of(e)}",
                e
            );
        }
        Digest digest = Verify(bytes, tagOrDigest, expected, response, what);
        return ManifestDocument.Read(
            bytes,
            digest,
            response.Content.Headers.ContentType?.MediaType,
            what
        );
    }

    private static Digest Verify(
        byte[] bytes,
        string tagOrDigest,
        Descriptor? expected,
        HttpResponseMessage response,
        string what
    )
    {
        Digest? wanted = Digest.TryParse(tagOrDigest, out Digest asked) ? asked : null;
        if (
            wanted is null
            && response.Headers.TryGetValues(
                "Docker-Content-Digest",
                out IEnumerable<string>? values
            )
        )
        {
            wanted = Digest.TryParse(values.First(), out Digest told) ? told : null;
        }
        if (wanted is { } digest && !ContentDigest.Matches(digest, bytes))
        {
            throw new ImageStoreException(
                $"pull {what}: the manifest has the digest {Digest.Sha256Of(bytes)} instead of {digest}"
            );
        }
        return expected is not null && expected.Size != bytes.Length
            ? throw new ImageStoreException(
                $"pull {what}: the manifest has {bytes.Length} bytes instead of {expected.Size}"
            )
            : wanted ?? Digest.Sha256Of(bytes);
    }
}
