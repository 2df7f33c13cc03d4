using System.Collections.Generic;

namespace ContainerRt.Fuzz.Driver;

/// <summary>Words that several languages share.</summary>
internal static class Vocabulary
{
    // csharpier-ignore
    public static IReadOnlyList<string> Json { get; } =
    [
        "{", "}", "[", "]", ":", ",", "\"", "null", "true", "false", "0", "-1", "1e999", "1.5", "{}", "[]", "[null]", "\"\"", "\\u0000",
        "\\ud800", "\\udc00", "\"\\ud800\"", "\\/", "\\\\", "/*", "18446744073709551616", "-9223372036854775809", "[[[[[[[[", "\xff", "\xc3\x28", "\xef\xbb\xbf",
    ];
}
