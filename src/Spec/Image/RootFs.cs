using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Image;

/// <summary>The `rootfs` member of config.md#properties: the layers, bottom first.</summary>
public sealed record RootFs
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("diff_ids")]
    public required List<Digest> DiffIds { get; init; }
}
