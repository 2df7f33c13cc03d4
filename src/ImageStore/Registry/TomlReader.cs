using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace ContainerRt.ImageStore.Registry;

/// <summary>
/// Reads the part of TOML that registry configurations use: tables, arrays of tables, strings, booleans,
/// whole numbers and arrays of these. Anything else is an error with its line, never a guess.
/// </summary>
public sealed class TomlReader
{
    private const int MaxText = 1024 * 1024;
    private const int MaxDepth = 8;
    private readonly string _text;
    private readonly string _origin;
    private int _at;

    private TomlReader(string text, string origin)
    {
        _text = text;
        _origin = origin;
    }

    /// <param name="text">The file's text.</param>
    /// <param name="origin">The file's path, for messages.</param>
    public static IReadOnlyList<TomlTable> Read(string text, string origin)
    {
        TomlReader reader = new(text, origin);
        return text.Length > MaxText
            ? throw reader.Wrong("the file is larger than 1 MiB")
            : reader.ReadTables();
    }

    private List<TomlTable> ReadTables()
    {
        TomlTable table = new([], IsArrayMember: false);
        List<TomlTable> tables = [table];
        while (SkipBlank())
        {
            if (Peek() == '[')
            {
                table = ReadHeader();
                tables.Add(table);
            }
            else
            {
                List<string> key = ReadKey();
                Expect('=');
                if (!table.Values.TryAdd(string.Join('.', key), ReadValue(0)))
                {
                    throw Wrong($"\"{string.Join('.', key)}\" stands twice");
                }
            }
            ExpectLineEnd();
        }
        return tables;
    }

    private TomlTable ReadHeader()
    {
        _at++;
        bool array = Peek() == '[';
        _at += array ? 1 : 0;
        TomlTable table = new(ReadKey(), array);
        Expect(']');
        if (array)
        {
            Expect(']');
        }
        return table;
    }

    private List<string> ReadKey()
    {
        List<string> parts = [];
        do
        {
            SkipSpaces();
            parts.Add(Peek() is '"' or '\'' ? ReadString() : ReadBare());
            SkipSpaces();
        } while (Take('.'));
        return parts;
    }

    private string ReadBare()
    {
        int start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() is '-' or '_')
        {
            _at++;
        }
        return start == _at ? throw Wrong("a name is missing") : _text[start.._at];
    }

    private object ReadValue(int depth)
    {
        SkipSpaces();
        switch (Peek())
        {
            case '"' or '\'':
                return ReadString();
            case '[':
                return depth == MaxDepth
                    ? throw Wrong("arrays are nested too deep")
                    : ReadArray(depth);
            default:
                string word = ReadBare();
                return word switch
                {
                    "true" => true,
                    "false" => false,
                    _ => long.TryParse(
                        word,
                        NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out long n
                    )
                        ? n
                        : throw Wrong($"\"{word}\" is not a value that is understood here"),
                };
        }
    }

    private List<object> ReadArray(int depth)
    {
        List<object> members = [];
        _at++;
        while (SkipBlank() && Peek() != ']')
        {
            members.Add(ReadValue(depth + 1));
            _ = SkipBlank();
            if (!Take(','))
            {
                break;
            }
        }
        Expect(']');
        return members;
    }

    private string ReadString()
    {
        char quote = _text[_at++];
        StringBuilder value = new();
        while (true)
        {
            char c = Peek();
            _at++;
            if (c == quote)
            {
                return value.ToString();
            }
            if (c is '\0' or '\n')
            {
                throw Wrong("a string has no end");
            }
            value.Append(c == '\\' && quote == '"' ? ReadEscape() : c.ToString());
        }
    }

    private string ReadEscape()
    {
        char c = Peek();
        _at++;
        return c switch
        {
            '"' or '\\' => c.ToString(),
            't' => "\t",
            'n' => "\n",
            'r' => "\r",
            _ => throw Wrong("an escape in a string is not understood"),
        };
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private bool Take(char c)
    {
        if (Peek() != c)
        {
            return false;
        }
        _at++;
        return true;
    }

    private void Expect(char c)
    {
        SkipSpaces();
        if (!Take(c))
        {
            throw Wrong($"'{c}' is missing");
        }
    }

    private void SkipSpaces()
    {
        while (Peek() is ' ' or '\t')
        {
            _at++;
        }
    }

    /// <summary>Goes to what comes next and says whether there is anything.</summary>
    private bool SkipBlank()
    {
        while (_at < _text.Length)
        {
            if (Peek() == '#')
            {
                int end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else if (Peek() is ' ' or '\t' or '\r' or '\n' or '\uFEFF')
            {
                _at++;
            }
            else
            {
                return true;
            }
        }
        return false;
    }

    private void ExpectLineEnd()
    {
        SkipSpaces();
        if (Peek() is not ('\n' or '\r' or '#') && _at < _text.Length)
        {
            throw Wrong("there is something after the value");
        }
    }

    private ImageStoreException Wrong(string what)
    {
        int line = 1 + _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n');
        return new ImageStoreException($"read {_origin}: line {line}: {what}");
    }
}
