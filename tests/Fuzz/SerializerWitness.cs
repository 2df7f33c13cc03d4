using System;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContainerRt.Spec.Json;

namespace ContainerRt.Fuzz;

/// <summary>The class library's serializer, beside which the readers and writers that are made by hand have to stand.</summary>
internal static class SerializerWitness
{
    internal delegate T? Reader<T>(ReadOnlySpan<byte> document);

    /// <summary>Both read the same, or both refuse; a document that is null counts as refused.</summary>
    /// <param name="input">Any bytes.</param>
    /// <param name="type">How the serializer sees the document.</param>
    /// <param name="read">The reader.</param>
    /// <param name="stricter">Whether the reader may refuse more.</param>
    internal static void Agrees<T>(
        byte[] input,
        JsonTypeInfo<T> type,
        Reader<T> read,
        bool stricter = false
    )
        where T : class
    {
        byte[]? got = Outcome(() => read(input), type);
        if (got is not null || !stricter)
        {
            byte[]? want = Outcome(() => JsonSerializer.Deserialize(input, type), type);
            BrokenPromiseException.Unless(
                got is null == want is null && got.AsSpan().SequenceEqual(want),
                $"the serializer {(want is null ? "refuses" : "reads otherwise")} this {typeof(T).Name}"
            );
        }
    }

    internal static void Wrote<T>(byte[] document, T value, JsonTypeInfo<T> type) =>
        BrokenPromiseException.Unless(
            document.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(value, type)),
            $"the serializer writes this {typeof(T).Name} in another way"
        );

    private static byte[]? Outcome<T>(Func<T?> read, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return read() is { } value ? JsonSerializer.SerializeToUtf8Bytes(value, type) : null;
        }
        catch (Exception e) when (e is JsonException or DocumentException)
        {
            return null;
        }
    }
}
