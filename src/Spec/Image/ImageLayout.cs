using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Image;

/// <summary>The `oci-layout` file, image-spec image-layout.md#oci-layout-file.</summary>
public sealed record ImageLayout
{
    public const string Version = "1.0.0";

    [JsonPropertyName("imageLayoutVersion")]
    public required string ImageLayoutVersion { get; init; }
}
