using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Image;

/// <summary>A digest in a document is checked while the document is read.</summary>
public sealed class DigestConverter : JsonConverter<Digest>
{
    public override Digest Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return Digest.TryParse(text, out Digest digest)
            ? digest
            : throw new JsonException($"\"{text}\" is not a sha256 or sha512 digest");
    }

    public override void Write(
        Utf8JsonWriter writer,
        Digest value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value.ToString());
}
