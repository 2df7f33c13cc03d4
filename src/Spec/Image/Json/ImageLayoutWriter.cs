using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Image.Json;

/// <summary>image-layout.md#oci-layout-file</summary>
public static class ImageLayoutWriter
{
    public static byte[] Write(ImageLayout layout) =>
        JsonMembers.Document(
            layout,
            static (json, layout) => json.Text("imageLayoutVersion"u8, layout.ImageLayoutVersion),
            indented: false
        );
}
