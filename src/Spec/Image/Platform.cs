using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Image;

/// <summary>image-spec image-index.md#image-index-property-descriptions, `platform`.</summary>
public sealed record Platform
{
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

    public override string ToString() =>
        string.IsNullOrEmpty(Variant) ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
