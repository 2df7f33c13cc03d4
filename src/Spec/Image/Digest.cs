using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace ContainerRt.Spec.Image;

/// <summary>
/// A content identifier whose text has been checked, so it may become a file name or a part of an address
/// (CVE-2024-3727). See image-spec descriptor.md#digests.
/// </summary>
[JsonConverter(typeof(DigestConverter))]
public readonly record struct Digest
{
    private static readonly SearchValues<char> _hexDigits = SearchValues.Create("0123456789abcdef");
    private readonly string? _text;
    private readonly int _algorithmLength;

    private Digest(string text, int algorithmLength)
    {
        _text = text;
        _algorithmLength = algorithmLength;
    }

    /// <summary>`sha256` or `sha512`.</summary>
    public string Algorithm => ToString()[.._algorithmLength];

    /// <summary>The lower-case hexadecimal digits after the colon.</summary>
    public string Hex => ToString()[(_algorithmLength + 1)..];

    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is null)
        {
            return false;
        }
        int digits =
            text.StartsWith("sha256:", StringComparison.Ordinal) ? 64
            : text.StartsWith("sha512:", StringComparison.Ordinal) ? 128
            : -1;
        const int prefix = 7;
        // no prefix makes 7 - 1 = 6, which is the length of "latest"
        if (
            digits < 0
            || text.Length != prefix + digits
            || text.AsSpan(prefix).ContainsAnyExcept(_hexDigits)
        )
        {
            return false;
        }
        digest = new Digest(text, prefix - 1);
        return true;
    }

    public static Digest Sha256Of(ReadOnlySpan<byte> content) => FromSha256(Sha256.Hash(content));

    /// <summary>The digest whose 32 bytes a hash function has just given.</summary>
    public static Digest FromSha256(ReadOnlySpan<byte> hash) =>
        hash.Length == Sha256.HashBytes
            ? new Digest($"sha256:{Convert.ToHexStringLower(hash)}", 6)
            : throw new ArgumentException("a sha256 hash has 32 bytes", nameof(hash));

    /// <summary>Whether the content has this digest, which must be a sha256.</summary>
    public bool Matches(ReadOnlySpan<byte> content) =>
        Algorithm == "sha256" && Hex == Convert.ToHexStringLower(Sha256.Hash(content));

    public override string ToString() =>
        _text ?? throw new InvalidOperationException("an empty digest has been used");
}
