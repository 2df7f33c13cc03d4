using System.Collections.Generic;

namespace ContainerRt.Fuzz;

/// <summary>A parser of bytes that somebody else wrote, and what it promises about any of them.</summary>
public interface IFuzzTarget
{
    /// <summary>The parser's name: of its directory in `corpus` and of `make fuzz-NAME`.</summary>
    string Name { get; }

    /// <summary>Words that lead into the parser's branches.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>What it may allocate whatever the input is.</summary>
    long FixedBytes => 1 << 20;

    /// <summary>What it may allocate for each byte of input.</summary>
    long BytesPerByte => 64;

    /// <summary>Files of the checkout, or beside it, that make good inputs too; they may be missing.</summary>
    IReadOnlyList<string> MoreInputs => [];

    /// <summary>
    /// Parses. What the parser is allowed to throw is caught here; anything else, also a
    /// <see cref="BrokenPromiseException"/>, is a finding.
    /// </summary>
    /// <returns>What came of it, as text: an input with a new kind of outcome is mutated further.</returns>
    string Run(byte[] input);
}
