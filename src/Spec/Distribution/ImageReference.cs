using System;
using System.Diagnostics.CodeAnalysis;
using ContainerRt.Spec.Image;

namespace ContainerRt.Spec.Distribution;

/// <summary>
/// The name of an image: `[domain/]path[:tag][@digest]` with docker's defaults. The path is what
/// distribution-spec spec.md#pulling-manifests calls the name.
/// </summary>
public sealed record ImageReference
{
    public const string DefaultDomain = "docker.io";
    public const string DefaultTag = "latest";

    private ImageReference(string domain, string path, string? tag, Digest? digest)
    {
        Domain = domain;
        Path = path;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>The registry's host, with its port if one was given.</summary>
    public string Domain { get; }

    public string Path { get; }

    /// <summary>Present, unless only a digest was given.</summary>
    public string? Tag { get; }

    /// <summary>When present it decides what is pulled, and the tag is only for display.</summary>
    public Digest? Digest { get; }

    public string Name => $"{Domain}/{Path}";

    /// <summary>What the registry is asked for.</summary>
    public string TagOrDigest => Digest?.ToString() ?? Tag!;

    public override string ToString() => Name + Suffix;

    /// <summary>Without the parts that are understood: `alpine:3`, not `docker.io/library/alpine:3`.</summary>
    /// <remarks>`docker.io/evil.example/x` stays long: its short form is the name of another image.</remarks>
    public string Familiar =>
        Domain == DefaultDomain && TryParse(Short, out ImageReference? same) && same == this
            ? Short
            : ToString();

    private string Short =>
        Path.StartsWith("library/", StringComparison.Ordinal) && Path.IndexOf('/', 8) < 0
            ? Path[8..] + Suffix
            : Path + Suffix;

    private string Suffix => (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <summary>A tag alone, which does not say of what image.</summary>
    public static bool IsTag(string text) => ReferenceGrammar.IsTag(text);

    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference) =>
        TryParse(text, out reference, out _);

    /// <param name="text">What a user wrote.</param>
    /// <param name="reference">The name with every default filled in.</param>
    /// <param name="why">What is wrong with the text.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out ImageReference? reference,
        [NotNullWhen(false)] out string? why
    )
    {
        reference = null;
        if (!ReferenceGrammar.TrySplit(text, out ReferenceGrammar.Parts parts, out why))
        {
            return false;
        }
        reference = new ImageReference(
            parts.Domain,
            parts.Path,
            parts.Tag ?? (parts.Digest is null ? DefaultTag : null),
            parts.Digest
        );
        return true;
    }
}
