using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Image;

/// <summary>image-spec config.md</summary>
public sealed record ImageConfig
{
    [JsonPropertyName("created")]
    public string? Created { get; init; }

    [JsonPropertyName("author")]
    public string? Author { get; init; }

    // the generated reader sets what is missing to null, whatever stands behind the equals sign
    [JsonPropertyName("architecture")]
    public string Architecture
    {
        get;
        init => field = value ?? "";
    } = "";

    [JsonPropertyName("os")]
    public string Os
    {
        get;
        init => field = value ?? "";
    } = "";

    [JsonPropertyName("os.version")]
    public string? OsVersion { get; init; }

    [JsonPropertyName("os.features")]
    public List<string>? OsFeatures { get; init; }

    [JsonPropertyName("variant")]
    public string? Variant { get; init; }

    [JsonPropertyName("config")]
    public ContainerDefaults? Config { get; init; }

    [JsonPropertyName("rootfs")]
    public required RootFs RootFs { get; init; }

    [JsonPropertyName("history")]
    public List<HistoryEntry>? History { get; init; }
}
