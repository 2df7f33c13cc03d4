using System.Collections.Generic;
using System.IO;
using System.Threading;
using ContainerRt.Fuzz.Driver;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Content;
using ContainerRt.ImageStore.Images;
using ContainerRt.ImageStore.Layers;
using ContainerRt.Linux;

namespace ContainerRt.Fuzz.Targets;

/// <summary>What `crt load` reads, an archive of an image layout: images in a store, or an <see cref="ImageStoreException"/>.</summary>
internal sealed class ArchiveTarget : IFuzzTarget
{
    private readonly Scratch _scratch = new();
    private ContentStore _store;
    private int _blobs;

    public ArchiveTarget() => _store = ContentStore.Open(_scratch.At("store"));

    public string Name => "archive";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        .. TarWords.All, .. Vocabulary.Json, "index.json\0", "blobs/sha256/", "oci-layout\0", "manifest.json\0", "{\"imageLayoutVersion\":\"1.0.0\"}", "\"manifests\":null", "\"manifests\":[null]", "\"mediaType\":", "\"digest\":", "\"size\":",
    ];

    // an asynchronous reader with its buffers
    public long FixedBytes => 8 << 20;

    public long BytesPerByte => 400;

    public string Run(byte[] input)
    {
        if (LayerTarget.Excuse is { } excuse)
        {
            throw new System.InvalidOperationException(excuse);
        }
        using MemoryStream archive = new(TarChecksums.Repair(input));
        try
        {
            Load load = new(_store, new PullProgress());
            int images = load.RunAsync(archive, CancellationToken.None)
                .GetAwaiter()
                .GetResult()
                .Count;
            return images == 0 ? "none" : "images";
        }
        catch (ImageStoreException e)
        {
            return e.Message;
        }
        finally
        {
            if (++_blobs % 64 == 0)
            {
                Renew();
            }
        }
    }

    private void Renew()
    {
        using (Fd top = _scratch.Open("store"))
        {
            TreeRemoval.Empty(top);
        }
        _store = ContentStore.Open(_scratch.At("store"));
    }
}
