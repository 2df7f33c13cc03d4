using System.IO;
using ContainerRt.Spec.Image;
using ContainerRt.Spec.Image.Json;
using ContainerRt.Spec.Json;

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
    public void Take(string name, long length, Stream content)
    {
        switch (name)
        {
            case "index.json":
                _index = Read(name, length, MaxIndex, content, ImageIndexReader.Read);
                break;
            case "oci-layout":
                _layout = Read(name, length, MaxLayout, content, ImageLayoutReader.Read);
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

    private delegate T Reader<T>(System.ReadOnlySpan<byte> document);

    private static T Read<T>(string name, long length, int limit, Stream content, Reader<T> read)
    {
        if (length > limit)
        {
            throw new ImageStoreException(
                $"load: the archive's {name} has {length} bytes, and {limit} are possible"
            );
        }
        byte[] bytes = new byte[length];
        content.ReadExactly(bytes);
        try
        {
            return read(bytes);
        }
        catch (DocumentException e)
        {
            throw new ImageStoreException(
                $"load: the archive's {name} cannot be read: {e.Message}",
                e
            );
        }
    }
}
