using System;
using System.Collections.Generic;
using System.Text;

namespace ContainerRt.ImageStore.Registry;

/// <summary>
/// Reads `WWW-Authenticate`. One header may hold several challenges, and a comma may part parameters or
/// challenges or stand inside a quoted string, so the text is read as tokens.
/// </summary>
public static class ChallengeParser
{
    private const int MaxHeader = 16 * 1024;
    private const int MaxParameters = 32;

    /// <summary>The challenges that could be read. A header that makes no sense gives those before its fault.</summary>
    public static IReadOnlyList<Challenge> Parse(string header)
    {
        List<Challenge> challenges = [];
        if (header.Length > MaxHeader)
        {
            return challenges;
        }
        int at = 0;
        while (true)
        {
            SkipSeparators(header, ref at);
            string scheme = Token(header, ref at);
            if (scheme.Length == 0)
            {
                return challenges;
            }
            Dictionary<string, string> parameters = new(StringComparer.OrdinalIgnoreCase);
            bool whole = TryReadParameters(header, ref at, parameters);
            challenges.Add(new Challenge(scheme, parameters));
            if (!whole)
            {
                challenges.RemoveAt(challenges.Count - 1);
                return challenges;
            }
        }
    }

    private static bool TryReadParameters(
        string text,
        ref int at,
        Dictionary<string, string> parameters
    )
    {
        while (true)
        {
            int before = at;
            SkipSeparators(text, ref at);
            string name = Token(text, ref at);
            SkipSpaces(text, ref at);
            if (name.Length == 0 || at >= text.Length || text[at] != '=')
            {
                // not a parameter, so the name is the scheme of the next challenge
                at = before;
                return true;
            }
            at++;
            SkipSpaces(text, ref at);
            bool quoted = at < text.Length && text[at] == '"';
            string? value = quoted ? Quoted(text, ref at) : Token(text, ref at);
            if (
                value is null
                || parameters.Count == MaxParameters
                || !parameters.TryAdd(name, value)
            )
            {
                return false;
            }
        }
    }

    private static string? Quoted(string text, ref int at)
    {
        StringBuilder value = new();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return value.ToString();
            }
            if (text[at] == '\\' && ++at == text.Length)
            {
                return null;
            }
            value.Append(text[at]);
        }
        return null;
    }

    private static string Token(string text, ref int at)
    {
        int start = at;
        while (
            at < text.Length
            && (char.IsAsciiLetterOrDigit(text[at]) || "!#$%&'*+-.^_`|~/:".Contains(text[at]))
        )
        {
            at++;
        }
        return text[start..at];
    }

    private static void SkipSpaces(string text, ref int at)
    {
        while (at < text.Length && text[at] is (' ' or '\t'))
        {
            at++;
        }
    }

    private static void SkipSeparators(string text, ref int at)
    {
        while (at < text.Length && text[at] is (' ' or '\t' or ','))
        {
            at++;
        }
    }
}
