using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using ContainerRt.Spec.Distribution;

namespace ContainerRt.Fuzz.Targets;

/// <summary>
/// The name of an image. What is one reads the same from its full and from its short form; what is none has a reason. Host,
/// path and tag hold nothing that means something to a file system or an address.
/// </summary>
internal sealed class ReferenceTarget : IFuzzTarget
{
    // parts of an address, of a query, of another host
    private static readonly SearchValues<char> _meaning = SearchValues.Create(" \\?#%@\0");

    public string Name => "reference";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        "/", ":", "@", ".", "..", "-", "_", "__", "localhost", "localhost:5000/", "docker.io/", "index.docker.io/", "library/", "alpine", ":latest", "@sha256:",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "[::1]:5000/", "Foo/", "a.b/", "%2e", "\xc3\xa9",
    ];

    public string Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        if (!ImageReference.TryParse(text, out ImageReference? reference, out string? why))
        {
            BrokenPromiseException.Unless(!string.IsNullOrEmpty(why), "no reason is given");
            return why!;
        }
        Same(reference, reference.ToString());
        Same(reference, reference.Familiar);
        string name = reference.Name;
        BrokenPromiseException.Unless(
            !name.Contains("..", StringComparison.Ordinal)
                && !name.Contains("//", StringComparison.Ordinal)
                && !name.AsSpan().ContainsAny(_meaning)
                && Uri.TryCreate($"https://{name}", UriKind.Absolute, out Uri? address)
                && address.AbsolutePath == "/" + reference.Path,
            $"\"{name}\" is another place as an address"
        );
        return $"{(reference.Tag is null ? "" : "tag")}{(reference.Digest is null ? "" : "digest")}{(reference.Domain == "docker.io" ? "" : "host")}";
    }

    private static void Same(ImageReference reference, string text) =>
        BrokenPromiseException.Unless(
            ImageReference.TryParse(text, out ImageReference? again) && again == reference,
            $"\"{text}\" is not read as {reference}"
        );
}
