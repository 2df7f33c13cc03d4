using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ContainerRt.Runtime.Plan;

/// <summary>Options of a file system that fsconfig(2) does not take: it copies at most 255 bytes of a string.</summary>
internal static class LongOptions
{
    private const int LongestString = 255;

    // mount(2) copies one page and cuts off the rest without a word
    private const int LongestText = 4095;

    internal static bool Has(IEnumerable<KeyValuePair<string, string?>> options) =>
        options.Any(option => IsLong(option.Key) || IsLong(option.Value));

    /// <summary>Whether there is a way to hand them to the kernel.</summary>
    internal static bool Fit(string type, IReadOnlyList<KeyValuePair<string, string?>> options)
    {
        List<KeyValuePair<string, string?>> all = [.. options];
        return !Has(all) || !Has(Split(type, all)) || Joined(all) is not null;
    }

    /// <summary>All but the source as one string for mount(2), or null when it is too long for that as well.</summary>
    internal static string? Joined(IEnumerable<KeyValuePair<string, string?>> options)
    {
        string text = string.Join(
            ',',
            options
                .Where(option => option.Key != "source")
                .Select(option =>
                    option.Value is null ? option.Key : $"{option.Key}={option.Value}"
                )
        );
        return Bytes(text) > LongestText ? null : text;
    }

    /// <summary>With the lower directories of an overlay one by one, where that makes all of them short enough.</summary>
    internal static List<KeyValuePair<string, string?>> Split(
        string type,
        List<KeyValuePair<string, string?>> options
    )
    {
        int at = options.FindIndex(option => option.Key == "lowerdir");
        if (type != "overlay" || at < 0 || options[at].Value is not string layers)
        {
            return options;
        }
        List<KeyValuePair<string, string?>> split = [.. options];
        split.RemoveAt(at);
        split.InsertRange(at, Layers(layers));
        return Has(split) ? options : split;
    }

    // overlayfs.rst: a colon separates, two begin the layers that hold data only, a backslash takes the meaning away
    private static IEnumerable<KeyValuePair<string, string?>> Layers(string text)
    {
        StringBuilder layer = new();
        string key = "lowerdir+";
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                _ = layer.Append(text[i]);
            }
            else if (text[i] != ':')
            {
                _ = layer.Append(text[i]);
            }
            else
            {
                yield return new(key, layer.ToString());
                _ = layer.Clear();
                bool data = i + 1 < text.Length && text[i + 1] == ':';
                i += data ? 1 : 0;
                key = data ? "datadir+" : key;
            }
        }
        yield return new(key, layer.ToString());
    }

    private static bool IsLong(string? text) => text is not null && Bytes(text) > LongestString;

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
