namespace ContainerRt.Cli.Arguments;

/// <summary>What an option takes.</summary>
internal enum OptionKind
{
    /// <summary>Nothing, or `=true` and `=false`.</summary>
    Flag,

    /// <summary>One value; the last one given counts.</summary>
    Value,

    /// <summary>One value each time that it is given.</summary>
    Repeated,
}
