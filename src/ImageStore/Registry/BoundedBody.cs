using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ContainerRt.ImageStore.Registry;

/// <summary>Reads an answer whole, up to limits in size and time that its sender cannot move (CVE-2023-25153).</summary>
internal static class BoundedBody
{
    public static async Task<byte[]> ReadAsync(
        HttpContent content,
        (int Bytes, RegistryOptions Patience) limit,
        string what,
        CancellationToken cancel
    )
    {
        await using Stream stream = await content.ReadAsStreamAsync(cancel);
        using StallWatch watch = new(limit.Patience, cancel);
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await watch.ReadAsync(stream, buffer)) > 0)
        {
            if (body.Length + read > limit.Bytes)
            {
                throw new ImageStoreException(
                    $"read {what}: it is larger than {limit.Bytes} bytes"
                );
            }
            await body.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return body.ToArray();
    }
}
