namespace ContainerRt.Cli.Arguments;

/// <summary>One option of a verb: a row of its table.</summary>
/// <param name="Long">The name without dashes.</param>
/// <param name="Short">The letter, or NUL.</param>
/// <param name="Placeholder">What stands for the value in the help.</param>
internal sealed record Option(
    string Long,
    char Short,
    OptionKind Kind,
    string Placeholder,
    string Help
)
{
    public static Option Flag(string name, string help, char letter = '\0') =>
        new(name, letter, OptionKind.Flag, "", help);

    public static Option Value(string name, string placeholder, string help, char letter = '\0') =>
        new(name, letter, OptionKind.Value, placeholder, help);

    public static Option Repeated(
        string name,
        string placeholder,
        string help,
        char letter = '\0'
    ) => new(name, letter, OptionKind.Repeated, placeholder, help);
}
