using System.Linq;

namespace ContainerRt.Runtime;

/// <summary>Name of a container; it is a directory name, so nothing else gets in.</summary>
public readonly record struct ContainerId
{
    private const int Longest = 1024;

    private ContainerId(string value) => Value = value;

    public string Value { get; }

    /// <exception cref="ContainerException">The text is no id; the phrase is what engines look for.</exception>
    public static ContainerId Parse(string text)
    {
        bool valid =
            text.Length is > 0 and <= Longest
            && text is not ("." or "..")
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-' or '.');
        return valid
            ? new ContainerId(text)
            : throw new ContainerException(
                ContainerErrorKind.InvalidSpec,
                $"invalid container ID format: \"{text}\" (letters, digits and _ + - . are allowed)"
            );
    }

    public override string ToString() => Value;
}
