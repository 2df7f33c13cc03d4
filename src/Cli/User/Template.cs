using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerRt.Cli.Arguments;

namespace ContainerRt.Cli.User;

/// <summary>The fields of Go's templates, without their control structures.</summary>
internal static partial class Template
{
    [GeneratedRegex(@"\{\{\s*\.?(?<field>[A-Za-z .]*?)\s*\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();

    public static string Fill(string format, Dictionary<string, string> row) =>
        format is "json" or "{{json .}}"
            ? Json(row)
            : Field()
                .Replace(
                    format.Replace("\\t", "\t"),
                    match =>
                        row.TryGetValue(match.Groups["field"].Value, out string? value)
                            ? value
                            : throw new UsageException(
                                $"--format: there is no field {match.Value}: have {string.Join(", ", row.Keys)}"
                            )
                );

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
