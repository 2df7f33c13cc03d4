using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.ImageStore;
using ContainerRt.ImageStore.Registry;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// The part of TOML that is read: tables that are read the same when they are written again, or an
/// <see cref="ImageStoreException"/> with a line that the text has.
/// </summary>
internal sealed class TomlTarget : IFuzzTarget
{
    public string Name => "toml";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        "[", "]", "[[", "]]", "=", ".", "\"", "'", "\\", "\\u0041", "\\n", "#", "\n", "\r\n", "true", "false", "-1", "1_0", "0x1", "1.5", "\"\"\"", "[[[[[[[[[", ",", "{", "}",
        "[[registry]]\n", "location = \"a\"\n", "\xef\xbb\xbf", "\0", "9223372036854775808",
    ];

    public long BytesPerByte => 200;

    public string Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        try
        {
            IReadOnlyList<TomlTable> tables = TomlReader.Read(text, "file");
            IReadOnlyList<TomlTable> again = TomlReader.Read(Write(tables), "file");
            BrokenPromiseException.Unless(
                Write(tables) == Write(again),
                "tables that were written and read are others"
            );
            return $"{new string('t', Math.Min(tables.Count, 20))}{string.Concat(tables.SelectMany(t => t.Values.Values).Select(v => v.GetType().Name).Distinct())}";
        }
        catch (ImageStoreException e)
        {
            int line = int.Parse(
                e.Message.Split(' ')[3].TrimEnd(':'),
                System.Globalization.CultureInfo.InvariantCulture
            );
            BrokenPromiseException.Unless(
                line >= 1 && line <= text.Count(c => c == '\n') + 1,
                $"there is no line {line}"
            );
            return e.Message;
        }
    }

    private static string Write(IEnumerable<TomlTable> tables)
    {
        StringBuilder text = new();
        foreach (TomlTable table in tables)
        {
            if (table.Name.Count > 0)
            {
                string name = string.Join('.', table.Name.Select(Quoted));
                _ = text.Append(table.IsArrayMember ? $"[[{name}]]\n" : $"[{name}]\n");
            }
            foreach ((string key, object value) in table.Values)
            {
                _ = text.Append($"{Quoted(key)} = {Value(value)}\n");
            }
        }
        return text.ToString();
    }

    private static string Value(object value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            string text => Quoted(text),
            List<object> list => $"[{string.Join(", ", list.Select(Value))}]",
            _ => FormattableString.Invariant($"{value}"),
        };

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t")}\"";
}
