using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace ContainerRt.Runtime.Json;

/// <summary>Writes one object, a member a line. Enough for state.json and what `state` prints.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new("{");

    internal JsonText Add(string name, string value)
    {
        Name(name);
        String(value);
        return this;
    }

    internal JsonText Add(string name, long value) =>
        Raw(name, value.ToString(CultureInfo.InvariantCulture));

    internal JsonText Add(string name, ulong value) =>
        Raw(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Null is left out.</summary>
    internal JsonText Add(string name, Dictionary<string, string>? map)
    {
        if (map is null)
        {
            return this;
        }
        Name(name);
        string before = "{";
        foreach ((string key, string value) in map)
        {
            _ = _text.Append(before).Append("\n    ");
            String(key);
            _ = _text.Append(": ");
            String(value);
            before = ",";
        }
        _ = _text.Append(map.Count == 0 ? "{}" : "\n  }");
        return this;
    }

    public override string ToString() => $"{_text}\n}}";

    private JsonText Raw(string name, string value)
    {
        Name(name);
        _ = _text.Append(value);
        return this;
    }

    private void Name(string name)
    {
        _ = _text.Append(_text.Length == 1 ? "\n  " : ",\n  ");
        String(name);
        _ = _text.Append(": ");
    }

    // RFC 8259, 7: what must be escaped; and the control characters above ASCII, which terminals obey too
    private void String(string value)
    {
        _ = _text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                < ' ' or >= '\x7f' and < '\xa0' => _text
                    .Append("\\u")
                    .Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => _text.Append(c),
            };
        }
        _ = _text.Append('"');
    }
}
