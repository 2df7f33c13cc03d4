using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text.Json;

namespace ContainerRt.Spec.Json;

/// <summary>
/// Writes a document member by member, in the words in which <see cref="JsonCursor"/> reads one. A member
/// whose value is null is left out; null in a list or a map is written.
/// </summary>
/// <example>
/// <code>
/// internal static void Root(Utf8JsonWriter json, Root root)
/// {
///     json.Text("path"u8, root.Path);
///     json.Flag("readonly"u8, root.Readonly);
/// }
/// </code>
/// </example>
public static class JsonMembers
{
    /// <summary>A whole document.</summary>
    /// <param name="value">What it says.</param>
    /// <param name="members">Writes the members of its object.</param>
    /// <param name="indented">Two blanks a level and a member a line, or no blank at all.</param>
    public static byte[] Document<T>(T value, Action<Utf8JsonWriter, T> members, bool indented)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = indented }))
        {
            json.WriteStartObject();
            members(json, value);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static void Text(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void Flag(this Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
    }

    public static void Number(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    public static void Number(this Utf8JsonWriter json, ReadOnlySpan<byte> name, ulong? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    /// <summary>A value that is only passed on.</summary>
    public static void Tree(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is { } tree)
        {
            json.WritePropertyName(name);
            tree.WriteTo(json);
        }
    }

    public static void Texts(
        this Utf8JsonWriter json,
        ReadOnlySpan<byte> name,
        List<string>? values
    )
    {
        if (values is null)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (string? value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    public static void Map(
        this Utf8JsonWriter json,
        ReadOnlySpan<byte> name,
        Dictionary<string, string>? map
    )
    {
        if (map is null)
        {
            return;
        }
        json.WriteStartObject(name);
        foreach ((string key, string? value) in map)
        {
            json.WriteString(key, value);
        }
        json.WriteEndObject();
    }

    public static void Map(
        this Utf8JsonWriter json,
        ReadOnlySpan<byte> name,
        Dictionary<string, bool>? map
    )
    {
        if (map is null)
        {
            return;
        }
        json.WriteStartObject(name);
        foreach ((string key, bool value) in map)
        {
            json.WriteBoolean(key, value);
        }
        json.WriteEndObject();
    }

    /// <param name="json">Where to.</param>
    /// <param name="name">The member.</param>
    /// <param name="value">Its object.</param>
    /// <param name="members">Writes that object's members.</param>
    public static void Object<T>(
        this Utf8JsonWriter json,
        ReadOnlySpan<byte> name,
        T? value,
        Action<Utf8JsonWriter, T> members
    )
        where T : class
    {
        if (value is not null)
        {
            json.WriteStartObject(name);
            members(json, value);
            json.WriteEndObject();
        }
    }

    /// <param name="json">Where to.</param>
    /// <param name="name">The member.</param>
    /// <param name="values">Its objects.</param>
    /// <param name="members">Writes the members of one of them.</param>
    public static void List<T>(
        this Utf8JsonWriter json,
        ReadOnlySpan<byte> name,
        List<T>? values,
        Action<Utf8JsonWriter, T> members
    )
        where T : class
    {
        if (values is null)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (T? value in values)
        {
            if (value is null)
            {
                json.WriteNullValue();
                continue;
            }
            json.WriteStartObject();
            members(json, value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
