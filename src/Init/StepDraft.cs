using System.Collections.Generic;

namespace ContainerRt.Init;

/// <summary>
/// One step as the planner makes it: immutable, readable, and without any number that only exists at
/// run time. <see cref="StepArena"/> turns it into a <see cref="Step"/>.
/// </summary>
/// <param name="Source">Where the step comes from: a path in config.json, or the rule that adds it.</param>
public sealed record StepDraft(StepKind Kind, string Source)
{
    public string? Path { get; init; }
    public string? Text { get; init; }
    public ulong Flags { get; init; }
    public ulong Value { get; init; }

    /// <summary>Which descriptor the step works on; its number is known when the child is made.</summary>
    public StepHandle Handle { get; init; }

    public IReadOnlyList<KeyValuePair<string, string?>>? Options { get; init; }

    /// <summary>The options as one string, where fsconfig(2) may refuse them for their length.</summary>
    public string? Joined { get; init; }

    public IReadOnlyList<AttributeChange>? Changes { get; init; }
    public IReadOnlyList<string>? Strings { get; init; }
    public IReadOnlyList<string>? MoreStrings { get; init; }
    public IReadOnlyList<ulong>? Numbers { get; init; }

    /// <summary>Bytes that the kernel takes as they are, such as a filter program.</summary>
    public System.ReadOnlyMemory<byte> Bytes { get; init; }
}
