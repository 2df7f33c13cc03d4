using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ContainerRt.Spec.Json;
using Xunit;

namespace ContainerRt.Spec.Tests;

/// <summary>The class library's serializer, beside which the readers and writers that are made by hand have to stand.</summary>
internal static class Witness
{
    internal delegate T? Reader<T>(ReadOnlySpan<byte> document);

    private static readonly string[] s_others =
    [
        "null",
        "true",
        "7",
        "-1",
        "1.5",
        "1e400",
        "123456789012345678901234567890",
        "\"\"",
        "\"text\"",
        "[]",
        "[null]",
        "[7]",
        "[\"text\"]",
        "[[]]",
        "[{}]",
        "{}",
        "{\"a\":null}",
        "{\"a\":7}",
        "{\"a\":\"text\"}",
        "{\"a\":[]}",
        "{\"a\":{}}",
        "{\"a\":{\"a\":1}}",
    ];

    /// <summary>Full, with nothing, with empty lists, with nulls in lists: each is written letter by letter the same.</summary>
    internal static void WritesTheSame<T>(JsonTypeInfo<T> type, Func<T, byte[]> write)
    {
        foreach (T value in Shapes<T>().Append(Activator.CreateInstance<T>()))
        {
            Assert.Equal(
                JsonSerializer.Serialize(value, type),
                Encoding.UTF8.GetString(write(value))
            );
        }
    }

    /// <summary>Every member is read; and every member with another value, or without one, is read or refused alike.</summary>
    internal static void ReadsTheSame<T>(JsonTypeInfo<T> type, Reader<T> read)
        where T : class
    {
        foreach (T value in Shapes<T>())
        {
            Agree(JsonSerializer.SerializeToUtf8Bytes(value, type), type, read);
        }
        T whole = new Filler(elements: 1).Make<T>();
        foreach (string changed in Changed(JsonSerializer.SerializeToNode(whole, type)!))
        {
            Agree(Encoding.UTF8.GetBytes(changed), type, read);
        }
    }

    /// <summary>Both read the same, or both refuse.</summary>
    internal static void Agree<T>(byte[] json, JsonTypeInfo<T> type, Reader<T> read)
        where T : class
    {
        string want = OutcomeOf(() => JsonSerializer.Deserialize(json, type), type);
        string got = OutcomeOf(() => read(json), type);
        Assert.True(want == got, $"{Encoding.UTF8.GetString(json)}\n{want}\n{got}");
    }

    private static string OutcomeOf<T>(Func<T?> read, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return read() is { } value ? JsonSerializer.Serialize(value, type) : "null";
        }
        catch (Exception e) when (e is JsonException or DocumentException)
        {
            return "refused";
        }
    }

    private static IEnumerable<T> Shapes<T>() =>
        [
            new Filler().Make<T>(),
            new Filler(elements: 0).Make<T>(),
            new Filler(elements: 1, nulls: true).Make<T>(),
        ];

    private static IEnumerable<string> Changed(JsonNode root)
    {
        foreach (JsonNode at in All(root).ToList())
        {
            JsonNode parent = at.Parent!;
            if (parent is JsonObject map)
            {
                string name = at.GetPropertyName();
                foreach (string other in s_others)
                {
                    map[name] = JsonNode.Parse(other);
                    yield return root.ToJsonString();
                }
                _ = map.Remove(name);
                yield return root.ToJsonString();
                map[name] = at;
            }
            else if (parent is JsonArray list)
            {
                int index = at.GetElementIndex();
                foreach (string other in s_others)
                {
                    list[index] = JsonNode.Parse(other);
                    yield return root.ToJsonString();
                }
                list[index] = at;
            }
        }
    }

    private static IEnumerable<JsonNode> All(JsonNode node) =>
        node switch
        {
            JsonObject map => map.Select(member => member.Value)
                .OfType<JsonNode>()
                .SelectMany(Self),
            JsonArray list => list.OfType<JsonNode>().SelectMany(Self),
            _ => [],
        };

    private static IEnumerable<JsonNode> Self(JsonNode node) => All(node).Prepend(node);
}
