using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.ImageStore.Content;

namespace ContainerRt.ImageStore.Registry;

/// <summary>Fetches a blob into an ingest, from where the ingest stands, over as many connections as it takes.</summary>
internal static class BlobFetch
{
    private const int BufferSize = 128 * 1024;

    /// <summary>A connection that brought less does not count as progress: a blob is not fetched byte by byte.</summary>
    private const int Progress = 64 * 1024;

    public static async Task RunAsync(
        RegistryClient client,
        Ingest ingest,
        Action<long> report,
        CancellationToken cancel
    )
    {
        int failures = 0;
        while (ingest.Written < ingest.Size)
        {
            long before = ingest.Written;
            try
            {
                await TransferAsync(client, ingest, report, cancel);
            }
            catch (Exception e) when (TransportFailure.Is(e) && !cancel.IsCancellationRequested)
            {
                failures = ingest.Written - before >= Progress ? 0 : failures + 1;
                if (failures >= client.Options.Attempts)
                {
                    throw new ImageStoreException(
                        $"fetch {ingest.Digest} from {client.Endpoint.Host}: {TransportFailure.Of(e)}, {failures} times; what has arrived is kept",
                        e
                    );
                }
                TimeSpan delay = client.Options.Delay(failures);
                client.Retrying?.Invoke(TransportFailure.Of(e), delay);
                await Task.Delay(delay, cancel);
            }
        }
    }

    private static async Task TransferAsync(
        RegistryClient client,
        Ingest ingest,
        Action<long> report,
        CancellationToken cancel
    )
    {
        long start = ingest.Written;
        using HttpResponseMessage response = await client.GetAsync(
            $"blobs/{ingest.Digest}",
            headers => headers.Range = start > 0 ? new RangeHeaderValue(start, null) : null,
            cancel
        );
        long skip = await CheckAsync(client, ingest, response, cancel);
        await using Stream body = await response.Content.ReadAsStreamAsync(cancel);
        using StallWatch watch = new(client.Options, cancel);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await watch.ReadAsync(body, buffer)) > 0)
            {
                int unwanted = (int)Math.Min(skip, read);
                skip -= unwanted;
                ingest.Append(buffer.AsSpan(unwanted, read - unwanted));
                report(ingest.Written);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (ingest.Written < ingest.Size)
        {
            throw new TransferException(
                $"the connection ended after {ingest.Written} of {ingest.Size} bytes"
            );
        }
    }

    /// <summary>Whether the answer is what was asked for; how many bytes of it are there already.</summary>
    private static async Task<long> CheckAsync(
        RegistryClient client,
        Ingest ingest,
        HttpResponseMessage response,
        CancellationToken cancel
    )
    {
        string attempt = $"fetch {ingest.Digest}";
        HttpContentHeaders headers = response.Content.Headers;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when headers.ContentRange?.From == ingest.Written:
                return 0;
            case HttpStatusCode.PartialContent:
                throw new ImageStoreException(
                    $"{attempt}: {client.Endpoint.Host} sent {headers.ContentRange} when asked for bytes from {ingest.Written}"
                );
            case HttpStatusCode.OK
                when headers.ContentLength is { } length && length != ingest.Size:
                throw new ImageStoreException(
                    $"{attempt}: {client.Endpoint.Host} sends {length} bytes where the manifest says {ingest.Size}"
                );
            case HttpStatusCode.OK:
                return ingest.Written;
            default:
                throw await RegistryFailure.FromAsync(response, client, attempt, cancel);
        }
    }
}
