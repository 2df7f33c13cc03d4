using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Image;

/// <summary>image-spec manifest.md; docker's manifest, version 2 schema 2, has the same members.</summary>
public sealed record Manifest : IJsonOnDeserialized
{
    [JsonPropertyName("schemaVersion")]
    public required int SchemaVersion { get; init; }

    [JsonPropertyName("mediaType")]
    public string? MediaType { get; init; }

    [JsonPropertyName("artifactType")]
    public string? ArtifactType { get; init; }

    [JsonPropertyName("config")]
    public required Descriptor Config { get; init; }

    [JsonPropertyName("layers")]
    public required List<Descriptor> Layers { get; init; }

    [JsonPropertyName("subject")]
    public Descriptor? Subject { get; init; }

    [JsonPropertyName("annotations")]
    public Dictionary<string, string>? Annotations { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => NoNull.In(Layers, "layers");
}
