using System.Collections.Generic;
using System.Linq;
using System.Text;
using ContainerRt.ImageStore.Registry;

namespace ContainerRt.Fuzz.Targets;

/// <summary>WWW-Authenticate: nothing is refused; what was read is read the same when it is written again.</summary>
internal sealed class ChallengeTarget : IFuzzTarget
{
    public string Name => "challenge";

    // csharpier-ignore
    public IReadOnlyList<string> Words { get; } =
    [
        "Bearer ", "Basic ", "realm=", "realm=\"https://a/token\"", "service=\"b\"", "scope=\"repository:c:pull\"", ",", ", ", "=", "\"", "\\\"", "\\", " ", "\t", "a==", "a=b", "error=\"x\"",
    ];

    public string Run(byte[] input)
    {
        IReadOnlyList<Challenge> challenges = ChallengeParser.Parse(
            Encoding.Latin1.GetString(input)
        );
        IReadOnlyList<Challenge> again = ChallengeParser.Parse(Write(challenges));
        BrokenPromiseException.Unless(
            Write(again) == Write(challenges),
            $"{Write(challenges)} is read as {Write(again)}"
        );
        return string.Concat(
            challenges.Select(c => $"{c.Scheme.Length % 9}{new string('p', c.Parameters.Count)}")
        );
    }

    private static string Write(IEnumerable<Challenge> challenges) =>
        string.Join(
            ", ",
            challenges.Select(challenge =>
                $"{challenge.Scheme} {string.Join(", ", challenge.Parameters.Select(p => $"{p.Key}={Quoted(p.Value)}"))}"
            )
        );

    private static string Quoted(string value) =>
        $"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
