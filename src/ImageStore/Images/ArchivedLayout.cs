using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using ContainerRt.Spec.Image;

namespace ContainerRt.ImageStore.Images;

/// <summary>What an archive says of itself: the files at the top of an image layout, image-spec image-layout.md.</summary>
internal sealed class ArchivedLayout
{
    private const int MaxIndex = 4 * 1024 * 1024;
    private const int MaxLayout = 4 * 1024;
    private ImageIndex? _index;
    private ImageLayout? _layout;
    private bool _docker;

    /// <summary>Reads a file at the top of the archive, if it is one of these.</summary>
    public async Task TakeAsync(string name, long length, Stream content, CancellationToken cancel)
    {
        switch (name)
        {
            case "index.json":
                Limit(name, length, MaxIndex);
                _index = await ReadAsync(name, content, ImageJson.Default.ImageIndex, cancel);
                break;
            case "oci-layout":
                Limit(name, length, MaxLayout);
                _layout = await ReadAsync(name, content, ImageJson.Default.ImageLayout, cancel);
                break;
            case "manifest.json":
                _docker = true;
                break;
            default:
                break;
        }
    }

    /// <summary>The index, once all of the archive has been read.</summary>
    public ImageIndex CheckedIndex()
    {
        if (_index is null)
        {
            throw new ImageStoreException(
                _docker
                    ? "load: the archive has docker's manifest.json and no index.json, so it is not an OCI archive: save it again with docker 25 or later, or convert it with skopeo"
                    : "load: the archive has no index.json, so it is not an OCI archive"
            );
        }
        if (_layout is { ImageLayoutVersion: not ImageLayout.Version } other)
        {
            throw new ImageStoreException(
                $"load: the archive's oci-layout has version \"{other.ImageLayoutVersion}\", and only {ImageLayout.Version} is known: convert it with the tool that wrote it"
            );
        }
        // manifest.json says as well what the archive is: only docker and who writes for it put one there
        return _layout is not null || _docker
            ? _index
            : throw new ImageStoreException(
                "load: the archive has no oci-layout, so it is not an OCI archive: make it of the whole layout, with oci-layout and index.json at its top"
            );
    }

    private static void Limit(string name, long length, int limit)
    {
        if (length > limit)
        {
            throw new ImageStoreException(
                $"load: the archive's {name} has {length} bytes, and {limit} are possible"
            );
        }
    }

    private static async Task<T> ReadAsync<T>(
        string name,
        Stream content,
        JsonTypeInfo<T> type,
        CancellationToken cancel
    )
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(content, type, cancel)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new ImageStoreException(
                $"load: the archive's {name} cannot be read: {e.Message}",
                e
            );
        }
    }
}
