using System.Globalization;
using System.Text;

namespace ContainerRt.Linux.Terminals;

/// <summary>
/// Words that somebody else chose (an image, a registry, a bundle, a container) on their way to a person: they can neither
/// steer the terminal nor begin a line of a table. Escapes are those of Go's %q, which docker's users know.
/// </summary>
public static class SafeText
{
    /// <summary>One line, whatever stands in it.</summary>
    public static string Of(string text) => Escape(text, quotes: false);

    /// <summary>In double quotes: where the word begins and ends is seen too.</summary>
    public static string Quoted(string text) => $"\"{Escape(text, quotes: true)}\"";

    private static string Escape(string text, bool quotes)
    {
        StringBuilder safe = new(text.Length);
        // half of a surrogate pair comes out as U+FFFD
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (quotes && rune.Value is ('"' or '\\'))
            {
                _ = safe.Append('\\').Append((char)rune.Value);
            }
            else
            {
                _ = IsHarmful(rune)
                    ? safe.Append(Escaped(rune.Value))
                    : safe.Append(rune.ToString());
            }
        }
        return safe.ToString();
    }

    // format characters turn the reading direction, separators begin lines
    private static bool IsHarmful(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private static string Escaped(int value) =>
        value switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            < 0x80 => $"\\x{value:x2}",
            <= 0xFFFF => $"\\u{value:x4}",
            _ => $"\\U{value:x8}",
        };
}
