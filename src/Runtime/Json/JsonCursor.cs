using System;
using System.Collections.Generic;
using System.Text.Json;

namespace ContainerRt.Runtime.Json;

/// <summary>
/// Reads a document front to back, member by member. The class library's serializer spends more time on
/// describing the documents' types to itself than crun spends on a whole container (docs/decisions/0006).
/// </summary>
/// <example>
/// <code>
/// if (!json.Object()) { return null; }
/// while (json.Member())
/// {
///     if (json.Is("path"u8)) { root.Path = json.Text(); }
///     else { json.Skip(); }
/// }
/// </code>
/// </example>
internal ref struct JsonCursor
{
    private const int Deepest = 64;

    private readonly ReadOnlySpan<byte> _document;
    private Utf8JsonReader _reader;
    private readonly ulong[] _seen = new ulong[Deepest + 1];
    private int _asked;

    internal delegate T Element<T>(ref JsonCursor json);

    internal JsonCursor(ReadOnlySpan<byte> document)
    {
        _document = document;
        _reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = Deepest });
        Next();
    }

    private readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    /// <summary>After the value: nothing may follow it.</summary>
    internal void End() => Next();

    /// <summary>Enters an object; false for null.</summary>
    internal bool Object()
    {
        if (IsNull)
        {
            return false;
        }
        Expect(JsonTokenType.StartObject);
        _seen[_reader.CurrentDepth] = 0;
        return true;
    }

    /// <summary>Goes to the next member's name; false when the object has ended.</summary>
    internal bool Member()
    {
        Next();
        _asked = 0;
        if (_reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }
        // half of a surrogate pair is well-formed JSON, but comparing it throws
        _ = _reader.ValueIsEscaped ? Unicode() : null;
        return true;
    }

    /// <summary>Whether the member is this one; then its value comes next. A second of one name is an error.</summary>
    internal bool Is(ReadOnlySpan<byte> name)
    {
        // which members there have been is one bit for each place in the caller's chain of questions
        ulong bit = 1UL << _asked++;
        if (!_reader.ValueTextEquals(name))
        {
            return false;
        }
        ref ulong seen = ref _seen[_reader.CurrentDepth - 1];
        if ((seen & bit) != 0)
        {
            throw Wrong();
        }
        seen |= bit;
        Next();
        return true;
    }

    /// <summary>Passes over the value of a member that nobody knows.</summary>
    internal void Skip()
    {
        Next();
        try
        {
            _reader.Skip();
        }
        catch (JsonException)
        {
            throw Broken();
        }
    }

    internal readonly string? Text()
    {
        if (IsNull)
        {
            return null;
        }
        Expect(JsonTokenType.String);
        return Unicode();
    }

    internal readonly bool Flag() =>
        _reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Wrong(),
        };

    internal readonly uint Uint() =>
        IsNumber && _reader.TryGetUInt32(out uint value) ? value : throw Wrong();

    internal readonly int Int() =>
        IsNumber && _reader.TryGetInt32(out int value) ? value : throw Wrong();

    internal readonly long Long() =>
        IsNumber && _reader.TryGetInt64(out long value) ? value : throw Wrong();

    internal readonly ulong Ulong() =>
        IsNumber && _reader.TryGetUInt64(out ulong value) ? value : throw Wrong();

    internal readonly bool? OptionalFlag() => IsNull ? null : Flag();

    internal readonly uint? OptionalUint() => IsNull ? null : Uint();

    internal readonly int? OptionalInt() => IsNull ? null : Int();

    internal readonly long? OptionalLong() => IsNull ? null : Long();

    internal readonly ulong? OptionalUlong() => IsNull ? null : Ulong();

    /// <summary>A value that is only looked at as a whole.</summary>
    internal JsonElement? Tree()
    {
        CheckTexts();
        try
        {
            return IsNull ? null : JsonElement.ParseValue(ref _reader);
        }
        catch (JsonException)
        {
            throw Broken();
        }
    }

    // half of a surrogate pair is well-formed JSON that cannot be read or written again
    private readonly void CheckTexts()
    {
        Utf8JsonReader ahead = _reader;
        try
        {
            do
            {
                _ = ahead.ValueIsEscaped ? ahead.GetString() : null;
            } while (ahead.Read() && ahead.CurrentDepth > _reader.CurrentDepth);
        }
        catch (InvalidOperationException)
        {
            throw Wrong();
        }
        catch (JsonException)
        {
            throw Broken();
        }
    }

    internal List<string>? Texts() => List(static (ref json) => json.Text()!);

    internal List<T>? List<T>(Element<T> read)
    {
        if (IsNull)
        {
            return null;
        }
        Expect(JsonTokenType.StartArray);
        List<T> all = [];
        for (Next(); _reader.TokenType != JsonTokenType.EndArray; Next())
        {
            all.Add(read(ref this));
        }
        return all;
    }

    internal Dictionary<string, string>? Map() => Map(static (ref json) => json.Text()!);

    internal Dictionary<string, T>? Map<T>(Element<T> read)
    {
        if (!Object())
        {
            return null;
        }
        Dictionary<string, T> all = [];
        while (Member())
        {
            string name = Unicode();
            Next();
            if (!all.TryAdd(name, read(ref this)))
            {
                throw Wrong();
            }
        }
        return all;
    }

    private readonly bool IsNumber => _reader.TokenType == JsonTokenType.Number;

    private void Next()
    {
        try
        {
            _ = _reader.Read();
        }
        catch (JsonException)
        {
            throw Broken();
        }
    }

    private readonly string Unicode()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong();
        }
    }

    private readonly void Expect(JsonTokenType type)
    {
        if (_reader.TokenType != type)
        {
            throw Wrong();
        }
    }

    private readonly DocumentException Wrong() =>
        new(JsonPlace.Of(_document, _reader.TokenStartIndex));

    // where the JSON itself ends to be JSON, only reading on can tell
    private readonly DocumentException Broken() => new(JsonPlace.Of(_document, long.MaxValue));
}
