using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ContainerRt.Spec.Json;

/// <summary>Where in a document something is wrong: `mounts[0].destination`, and the line.</summary>
public readonly record struct JsonPlace(string Path, int Line)
{
    /// <summary>As the end of a message.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(Path.Length == 0 ? "" : " at ")}{Path}, line {Line}"
        );

    // a path is for a person to read
    private const int LongestPath = 1024;

    /// <summary>
    /// Reads the document a second time, up to the offset: the way there is needed only for a message.
    /// </summary>
    public static JsonPlace Of(ReadOnlySpan<byte> document, long offset)
    {
        Stack<Level> levels = new();
        Utf8JsonReader reader = new(document, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            while (reader.Read())
            {
                if (levels.TryPeek(out Level? level))
                {
                    level.Next(ref reader);
                }
                if (reader.TokenStartIndex >= offset)
                {
                    break;
                }
                Follow(reader.TokenType, levels);
            }
        }
        catch (JsonException e)
        {
            return new JsonPlace(Text(levels, broken: true), (int)(e.LineNumber ?? 0) + 1);
        }
        int line = document[..(int)Math.Min(offset, document.Length)].Count((byte)'\n') + 1;
        return new JsonPlace(Text(levels, broken: false), line);
    }

    private static void Follow(JsonTokenType token, Stack<Level> levels)
    {
        switch (token)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                levels.Push(new Level(token == JsonTokenType.StartArray));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _ = levels.Pop();
                break;
        }
    }

    // what comes after the last whole element of a list is its next one
    private static string Text(Stack<Level> levels, bool broken)
    {
        StringBuilder path = new();
        Level[] all = levels.ToArray();
        for (int i = all.Length - 1; i >= 0; i--)
        {
            bool next = broken && i == 0;
            _ = path.Append(all[i].Text(next, first: path.Length == 0));
        }
        return path.Length <= LongestPath ? path.ToString() : path.ToString(0, LongestPath) + "...";
    }

    private sealed class Level(bool isList)
    {
        private int _index = -1;
        private string _name = "";

        internal void Next(ref Utf8JsonReader reader)
        {
            if (isList)
            {
                _index += reader.TokenType == JsonTokenType.EndArray ? 0 : 1;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                _name = Encoding.UTF8.GetString(reader.ValueSpan);
            }
            else if (reader.TokenType == JsonTokenType.EndObject)
            {
                // what is wrong there is wrong with the object, and not with its last member
                _name = "";
            }
        }

        internal string Text(bool next, bool first) =>
            isList ? string.Create(CultureInfo.InvariantCulture, $"[{_index + (next ? 1 : 0)}]")
            : first || _name.Length == 0 ? _name
            : $".{_name}";
    }
}
