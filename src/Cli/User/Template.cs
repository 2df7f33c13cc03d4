using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using ContainerRt.Cli.Arguments;

namespace ContainerRt.Cli.User;

/// <summary>The fields of Go's templates, without their control structures.</summary>
internal static class Template
{
    /// <summary>`{{.Name}}` becomes the field's value; two braces around anything else stay as they are.</summary>
    public static string Fill(string format, Dictionary<string, string> row)
    {
        if (format is "json" or "{{json .}}")
        {
            return Json(row);
        }
        string text = format.Replace("\\t", "\t");
        StringBuilder filled = new();
        for (int at = 0; at < text.Length; )
        {
            int length = LengthOfField(text.AsSpan(at));
            _ =
                length == 0
                    ? filled.Append(text[at])
                    : filled.Append(ValueOf(text.Substring(at, length), row));
            at += Math.Max(length, 1);
        }
        return filled.ToString();
    }

    // 0 when the text does not begin with one
    private static int LengthOfField(ReadOnlySpan<char> text)
    {
        int end = text.StartsWith("{{") ? text.IndexOf("}}") : -1;
        if (end < 0)
        {
            return 0;
        }
        foreach (char c in text[2..end].Trim())
        {
            if (!char.IsAsciiLetter(c) && c is not (' ' or '.'))
            {
                return 0;
            }
        }
        return end + 2;
    }

    private static string ValueOf(string field, Dictionary<string, string> row)
    {
        string name = field[2..^2].Trim();
        return row.TryGetValue(name.StartsWith('.') ? name[1..] : name, out string? value)
            ? value
            : throw new UsageException(
                $"--format: there is no field {field}: have {string.Join(", ", row.Keys)}"
            );
    }

    private static string Json(Dictionary<string, string> row)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            foreach ((string name, string value) in row)
            {
                json.WriteString(name, value);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
