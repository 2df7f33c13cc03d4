using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Image.Json;

/// <summary>image-layout.md#oci-layout-file, as strictly as <see cref="ManifestReader"/>.</summary>
public static class ImageLayoutReader
{
    /// <exception cref="DocumentException">Not JSON; or the member is missing, not of its type, null or there twice.</exception>
    public static ImageLayout Read(System.ReadOnlySpan<byte> document)
    {
        JsonCursor json = new(document);
        ImageLayout layout = Layout(ref json);
        json.End();
        return layout;
    }

    private static ImageLayout Layout(ref JsonCursor json)
    {
        if (!json.Object())
        {
            throw json.Null();
        }
        string? version = null;
        while (json.Member())
        {
            if (json.Is("imageLayoutVersion"u8))
            {
                version = json.NotNull(json.Text());
            }
            else
            {
                json.Skip();
            }
        }
        return new ImageLayout
        {
            ImageLayoutVersion = version ?? throw json.Missing("imageLayoutVersion"),
        };
    }
}
