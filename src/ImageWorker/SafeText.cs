using System.Globalization;
using System.Text;

namespace ContainerRt.ImageWorker;

/// <summary>Text that a registry or an image wrote, made harmless for a terminal.</summary>
internal static class SafeText
{
    public static string Of(string text)
    {
        StringBuilder safe = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            // format characters turn the reading direction, separators begin lines
            bool harmful =
                category
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator;
            _ = harmful ? safe.Append($"\\u{{{rune.Value:x}}}") : safe.Append(rune.ToString());
        }
        return safe.ToString();
    }
}
