using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Registry;
using ContainerRt.Linux;
using ContainerRt.Spec.Distribution;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>From a reference to an image in the store.</summary>
public sealed class Pull(ContentStore store, RegistriesConfig registries, PullProgress progress)
{
    private const int MaxIndexDepth = 2;

    public RegistryOptions Options { get; init; } = new();

    /// <param name="reference">What to pull.</param>
    /// <param name="required">The platform that was asked for by name; null is this machine's.</param>
    /// <param name="cancel">Ends the pull; what has arrived is kept for the next one.</param>
    public async Task<StoredImage> RunAsync(
        ImageReference reference,
        Platform? required,
        CancellationToken cancel
    )
    {
        // what killed programs left goes before, while no lease of this program is in the way
        new GarbageCollection(store).SweepStaging();
        using Fd lease = await store.LeaseAsync(cancel);
        List<RegistryClient> clients = [.. registries.EndpointsOf(reference).Select(NewClient)];
        try
        {
            (RegistryClient client, ManifestDocument document) = await ResolveAsync(
                clients,
                reference,
                required,
                cancel
            );
            progress.Resolved(reference.ToString(), document.Digest);
            ImageAssembly assembly = new(
                store,
                progress,
                (ingest, report, stop) => BlobFetch.RunAsync(client, ingest, report, stop)
            );
            Descriptor image = await assembly.RunAsync(
                document,
                required,
                reference.Familiar,
                cancel
            );
            ImageTable table = new(store);
            table.Name(image, reference.ToString());
            return table.Get(image.Digest);
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }

    private RegistryClient NewClient(RegistryEndpoint endpoint) =>
        new(endpoint, Options) { Retrying = progress.Retrying, Warned = progress.Warn };

    /// <summary>Asks the mirrors in their order and the registry last. The first answer decides.</summary>
    private static async Task<(RegistryClient Client, ManifestDocument Document)> ResolveAsync(
        List<RegistryClient> clients,
        ImageReference reference,
        Platform? required,
        CancellationToken cancel
    )
    {
        // whoever has the bytes of a digest may give them; what a tag stands for is a matter of trust
        bool tag = reference.Digest is null;
        List<ImageStoreException> failures = [];
        foreach (
            RegistryClient client in clients.Where(c =>
                tag ? c.Endpoint.Resolves : c.Endpoint.Pulls
            )
        )
        {
            try
            {
                ManifestDocument document = await ResolveAsync(client, reference, required, cancel);
                return (
                    tag ? await SourceAsync(clients, client, document, cancel) : client,
                    document
                );
            }
            catch (ImageStoreException e)
            {
                failures.Add(e);
            }
        }
        if (failures.Count == 0)
        {
            throw new ImageStoreException(
                $"pull {reference}: no place in hosts.toml has the capability to {(tag ? "resolve" : "pull")}"
            );
        }
        // the registry's own answer counts; what the mirrors said stands behind it
        string mirrors = string.Concat(failures.SkipLast(1).Select(f => $"; mirror: {f.Message}"));
        throw new ImageStoreException(failures[^1].Message + mirrors, failures[^1]);
    }

    /// <summary>Who gives the content of what another one has resolved: the first of those that hosts.toml lets pull.</summary>
    private static async Task<RegistryClient> SourceAsync(
        List<RegistryClient> clients,
        RegistryClient resolver,
        ManifestDocument document,
        CancellationToken cancel
    )
    {
        int resolved = clients.IndexOf(resolver);
        // those before it that may resolve have been asked and have failed
        foreach (
            RegistryClient client in clients.Where(
                (c, i) => c.Endpoint.Pulls && (i >= resolved || !c.Endpoint.Resolves)
            )
        )
        {
            if (client == resolver)
            {
                return client;
            }
            try
            {
                string digest = document.Digest.ToString();
                await ManifestFetch.RunAsync(client, digest, document.Descriptor, digest, cancel);
                return client;
            }
            catch (ImageStoreException)
            {
                // a mirror need not have everything
            }
        }
        throw new ImageStoreException(
            $"pull {document.Digest}: {resolver.Endpoint.Host} knows it, and no place in hosts.toml with the capability to pull has it"
        );
    }

    private static async Task<ManifestDocument> ResolveAsync(
        RegistryClient client,
        ImageReference reference,
        Platform? required,
        CancellationToken cancel
    )
    {
        string what = reference.Familiar;
        ManifestDocument document = await ManifestFetch.RunAsync(
            client,
            reference.TagOrDigest,
            null,
            what,
            cancel
        );
        for (int depth = 0; document.Index is { } index; depth++)
        {
            Descriptor chosen =
                depth < MaxIndexDepth
                    ? PlatformChoice.Choose(index, required ?? PlatformChoice.OfThisMachine, what)
                    : throw new ImageStoreException(
                        $"pull {what}: its indexes are nested more than {MaxIndexDepth} deep"
                    );
            document = await ManifestFetch.RunAsync(
                client,
                chosen.Digest.ToString(),
                chosen,
                what,
                cancel
            );
            if (document.MediaType != chosen.MediaType)
            {
                throw new ImageStoreException(
                    $"pull {what}: {chosen.Digest} is a {document.MediaType}, the index says {chosen.MediaType}"
                );
            }
        }
        return document;
    }
}
