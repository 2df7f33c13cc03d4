using System;
using System.Text;

namespace ContainerRt.Cli.Arguments;

/// <summary>The help of a verb, made from its table.</summary>
internal static class HelpText
{
    public static string Of(VerbSyntax syntax)
    {
        StringBuilder text = new();
        string options = syntax.Options.Count > 0 ? " [OPTIONS]" : "";
        text.Append($"usage: crt {syntax.Verb}{options} {syntax.Positionals}".TrimEnd());
        text.Append($"\n\n{syntax.Summary}\n");
        if (syntax.Options.Count > 0)
        {
            text.Append("\noptions:\n");
        }
        int width = 0;
        foreach (Option option in syntax.Options)
        {
            width = Math.Max(width, Shown(option).Length);
        }
        foreach (Option option in syntax.Options)
        {
            text.Append($"  {Shown(option).PadRight(width)}  {option.Help}\n");
        }
        return text.ToString();
    }

    private static string Shown(Option option)
    {
        string letter = option.Short == '\0' ? "    " : $"-{option.Short}, ";
        string value = option.Kind == OptionKind.Flag ? "" : " " + option.Placeholder;
        return $"{letter}--{option.Long}{value}";
    }
}
