using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using ContainerRt.Spec.Image;

namespace ContainerRt.Spec.Distribution;

/// <summary>Takes a reference apart. No regular expressions: the input is hostile, the grammar is small.</summary>
internal static class ReferenceGrammar
{
    private const int MaxText = 1024;
    private const int MaxName = 255;
    private const int MaxTag = 128;
    private const int ImageIdLength = 64;

    private static readonly SearchValues<char> _digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> _hex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> _address = SearchValues.Create(
        "0123456789abcdefABCDEF:"
    );
    private static readonly SearchValues<char> _word = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789"
    );
    private static readonly SearchValues<char> _tag = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"
    );

    public readonly record struct Parts(string Domain, string Path, string? Tag, Digest? Digest);

    public static bool TrySplit(string text, out Parts parts, [NotNullWhen(false)] out string? why)
    {
        parts = default;
        if (text.Length is 0 or > MaxText)
        {
            why = text.Length == 0 ? "it is empty" : $"it is longer than {MaxText} characters";
            return false;
        }
        ReadOnlySpan<char> rest = text;
        Digest? digest = null;
        int at = rest.IndexOf('@');
        if (at >= 0)
        {
            if (!Digest.TryParse(text[(at + 1)..], out Digest parsed))
            {
                why = "what follows the @ is not a sha256 or sha512 digest";
                return false;
            }
            digest = parsed;
            rest = rest[..at];
        }
        string? tag = null;
        int colon = rest.LastIndexOf(':');
        if (colon > rest.LastIndexOf('/'))
        {
            tag = rest[(colon + 1)..].ToString();
            rest = rest[..colon];
            if (!IsTag(tag))
            {
                why =
                    $"the tag must be 1 to {MaxTag} of letters, digits, _ . and -, and not start with . or -";
                return false;
            }
        }
        return TrySplitName(rest.ToString(), tag, digest, out parts, out why);
    }

    private static bool TrySplitName(
        string name,
        string? tag,
        Digest? digest,
        out Parts parts,
        [NotNullWhen(false)] out string? why
    )
    {
        (string domain, string path) = SplitDomain(name);
        parts = new Parts(domain, path, tag, digest);
        why =
            name.Length == ImageIdLength && !name.AsSpan().ContainsAnyExcept(_hex)
                ? "64 hexadecimal digits are an image id, not a name"
            : domain.Length + 1 + path.Length > MaxName
                ? $"the name is longer than {MaxName} characters"
            : !IsDomain(domain) ? $"\"{domain}\" is not a host name"
            : !IsPath(path)
                ? "the name must be lower-case letters and digits, with . _ __ or - inside and / between parts"
            : null;
        return why is null;
    }

    // The first part is a host only if it cannot be a repository: it has a dot, a colon or an
    // upper-case letter, or it is localhost.
    private static (string Domain, string Path) SplitDomain(string name)
    {
        int slash = name.IndexOf('/');
        string first = slash < 0 ? "" : name[..slash];
        bool isDomain =
            first.AsSpan().ContainsAny('.', ':')
            || first == "localhost"
            || first.AsSpan().ContainsAnyInRange('A', 'Z');
        string domain = isDomain ? first : ImageReference.DefaultDomain;
        string path = isDomain ? name[(slash + 1)..] : name;
        if (domain is "index.docker.io" or "registry-1.docker.io")
        {
            domain = ImageReference.DefaultDomain;
        }
        if (domain == ImageReference.DefaultDomain && !path.Contains('/', StringComparison.Ordinal))
        {
            path = "library/" + path;
        }
        return (domain, path);
    }

    public static bool IsTag(string tag) =>
        tag.Length is > 0 and <= MaxTag
        && (char.IsAsciiLetterOrDigit(tag[0]) || tag[0] == '_')
        && !tag.AsSpan().ContainsAnyExcept(_tag);

    private static bool IsDomain(string domain)
    {
        ReadOnlySpan<char> host = domain;
        int colon = host.LastIndexOf(':');
        if (colon >= 0 && colon > host.LastIndexOf(']'))
        {
            ReadOnlySpan<char> port = host[(colon + 1)..];
            // six digits would be no port at all, and 65536 to 99999 none either
            if (port.ContainsAnyExcept(_digits) || !ushort.TryParse(port, out _))
            {
                return false;
            }
            host = host[..colon];
        }
        return host.StartsWith('[') ? IsIPv6(host) : IsHostName(host);
    }

    private static bool IsIPv6(ReadOnlySpan<char> host) =>
        host.Length > 3
        && host[^1] == ']'
        && !host[1..^1].ContainsAnyExcept(_address)
        && IPAddress.TryParse(host[1..^1], out _);

    private static bool IsHostName(ReadOnlySpan<char> host)
    {
        foreach (Range range in host.Split('.'))
        {
            ReadOnlySpan<char> label = host[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }
            foreach (char c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                {
                    return false;
                }
            }
        }
        return true;
    }

    private static bool IsPath(ReadOnlySpan<char> path)
    {
        foreach (Range part in path.Split('/'))
        {
            if (!IsPathComponent(path[part]))
            {
                return false;
            }
        }
        return true;
    }

    // [a-z0-9]+ with separators between: one dot, one or two underscores, or any number of hyphens
    private static bool IsPathComponent(ReadOnlySpan<char> part)
    {
        while (true)
        {
            int word = part.IndexOfAnyExcept(_word);
            if (word < 0)
            {
                return part.Length > 0;
            }
            part = part[word..];
            int separator = part.IndexOfAny(_word);
            if (word == 0 || separator < 0 || !IsSeparator(part[..separator]))
            {
                return false;
            }
            part = part[separator..];
        }
    }

    private static bool IsSeparator(ReadOnlySpan<char> text) =>
        text is "." or "_" or "__" || !text.ContainsAnyExcept('-');
}
