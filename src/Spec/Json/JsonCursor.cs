using System;
using System.Collections.Generic;
using System.Text.Json;

namespace ContainerRt.Spec.Json;

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
public ref struct JsonCursor
{
    private const int Deepest = 64;
    private const string Twice = "the member is there twice";
    private const string NoUnicode = "the text is no Unicode";

    private readonly ReadOnlySpan<byte> _document;
    private Utf8JsonReader _reader;
    private readonly ulong[] _seen = new ulong[Deepest + 1];
    private int _asked;

    /// <summary>Reads the value that the cursor is at.</summary>
    public delegate T Element<T>(ref JsonCursor json);

    /// <summary>At the document's value.</summary>
    /// <exception cref="DocumentException">As from all that reads on: the document is no JSON there.</exception>
    public JsonCursor(ReadOnlySpan<byte> document)
    {
        _document = document;
        _reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = Deepest });
        Next();
    }

    /// <summary>Whether the value is null: what reads an object, a list or an optional value gives null then.</summary>
    public readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    /// <summary>After the value: nothing may follow it.</summary>
    public void End() => Next();

    /// <summary>Enters an object; false for null.</summary>
    public bool Object()
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
    public bool Member()
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
    public bool Is(ReadOnlySpan<byte> name)
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
            throw Wrong(Twice);
        }
        seen |= bit;
        Next();
        return true;
    }

    /// <summary>Passes over the value of a member that nobody knows.</summary>
    public void Skip()
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

    public readonly string? Text()
    {
        if (IsNull)
        {
            return null;
        }
        Expect(JsonTokenType.String);
        return Unicode();
    }

    public readonly bool Flag() =>
        _reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Wrong(),
        };

    public readonly uint Uint() =>
        IsNumber && _reader.TryGetUInt32(out uint value) ? value : throw Wrong();

    public readonly int Int() =>
        IsNumber && _reader.TryGetInt32(out int value) ? value : throw Wrong();

    public readonly long Long() =>
        IsNumber && _reader.TryGetInt64(out long value) ? value : throw Wrong();

    public readonly ulong Ulong() =>
        IsNumber && _reader.TryGetUInt64(out ulong value) ? value : throw Wrong();

    public readonly bool? OptionalFlag() => IsNull ? null : Flag();

    public readonly uint? OptionalUint() => IsNull ? null : Uint();

    public readonly int? OptionalInt() => IsNull ? null : Int();

    public readonly long? OptionalLong() => IsNull ? null : Long();

    public readonly ulong? OptionalUlong() => IsNull ? null : Ulong();

    /// <summary>A time as ISO 8601 writes it.</summary>
    public readonly DateTime Time()
    {
        Expect(JsonTokenType.String);
        // half of a surrogate pair throws here, and not where it is parsed
        _ = _reader.ValueIsEscaped ? Unicode() : null;
        return _reader.TryGetDateTime(out DateTime time) ? time : throw Wrong("this is no time");
    }

    public readonly DateTime? OptionalTime() => IsNull ? null : Time();

    /// <summary>A value that is only looked at as a whole.</summary>
    public JsonElement? Tree() => IsNull ? null : Any();

    /// <summary>A value that is only looked at as a whole, be it null.</summary>
    public JsonElement Any()
    {
        CheckTexts();
        try
        {
            return JsonElement.ParseValue(ref _reader);
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
            throw Wrong(NoUnicode);
        }
        catch (JsonException)
        {
            throw Broken();
        }
    }

    public List<string>? Texts() => List(static (ref json) => json.Text()!);

    /// <summary>The list may be null, its elements may not.</summary>
    public List<string>? WholeTexts() => List(static (ref json) => json.NotNull(json.Text()));

    /// <summary>Null is an error here.</summary>
    public readonly T NotNull<T>(T? value)
        where T : class => value ?? throw Null();

    /// <summary>The value is null where one has to be.</summary>
    public readonly DocumentException Null() => Wrong("null is not allowed");

    /// <summary>At the end of an object: a member that has to be there is not.</summary>
    public readonly DocumentException Missing(string name) => Wrong($"{name} is missing");

    /// <summary>What is wrong with the value that the cursor is at.</summary>
    public readonly DocumentException Wrong(string reason = "the value is of another type") =>
        new(JsonPlace.Of(_document, _reader.TokenStartIndex), reason);

    public List<T>? List<T>(Element<T> read)
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

    public Dictionary<string, string>? Map() => Map(static (ref json) => json.Text()!);

    public Dictionary<string, T>? Map<T>(Element<T> read)
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
                throw Wrong(Twice);
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
            throw Wrong(NoUnicode);
        }
    }

    private readonly void Expect(JsonTokenType type)
    {
        if (_reader.TokenType != type)
        {
            throw Wrong();
        }
    }

    // where the JSON itself ends to be JSON, only reading on can tell
    private readonly DocumentException Broken() =>
        new(JsonPlace.Of(_document, long.MaxValue), "it is no JSON");
}
