using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Image;

/// <summary>image-spec image-index.md; docker's manifest list has the same members.</summary>
public sealed record ImageIndex : IJsonOnDeserialized
{
    [JsonPropertyName("schemaVersion")]
    public required int SchemaVersion { get; init; }

    [JsonPropertyName("mediaType")]
    public string? MediaType { get; init; }

    [JsonPropertyName("artifactType")]
    public string? ArtifactType { get; init; }

    [JsonPropertyName("manifests")]
    public required List<Descriptor> Manifests { get; init; }

    [JsonPropertyName("subject")]
    public Descriptor? Subject { get; init; }

    [JsonPropertyName("annotations")]
    public Dictionary<string, string>? Annotations { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => NoNull.In(Manifests, "manifests");
}
