using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.Spec.Image;

namespace ContainerRt.Fuzz.Targets;

/// <summary>A digest: what a naive reader takes, and nothing else; its text is what was read.</summary>
internal sealed class DigestTarget : IFuzzTarget
{
    public string Name => "digest";

    public IReadOnlyList<string> Words { get; } =
    ["sha256:", "sha512:", "SHA256:", "sha256", ":", "0123456789abcdef", "F", "g", "/", "..", "\n"];

    public string Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        string[] parts = text.Split(':');
        int digits = parts[0] switch
        {
            "sha256" => 64,
            "sha512" => 128,
            _ => -1,
        };
        bool good =
            parts.Length == 2
            && parts[1].Length == digits
            && parts[1].All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f');
        BrokenPromiseException.Unless(
            Digest.TryParse(text, out Digest digest) == good,
            $"\"{text}\" is {(good ? "a" : "no")} digest"
        );
        BrokenPromiseException.Unless(
            !good
                || (
                    digest.ToString() == text
                    && digest.Algorithm == parts[0]
                    && digest.Hex == parts[1]
                ),
            "a digest has lost a part"
        );
        return good ? parts[0] + parts[1].Length : "none";
    }
}
