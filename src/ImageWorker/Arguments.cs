using System;
using System.Collections.Generic;

namespace ContainerRt.ImageWorker;

/// <summary>Options and operands of one verb. `--name value` and `--name=value` mean the same; `--` ends the options.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    public List<string> Operands { get; } = [];

    public string? this[string option] => _options.GetValueOrDefault(option);

    public bool Has(string option) => _options.ContainsKey(option);

    /// <param name="args">What follows the verb.</param>
    /// <param name="known">Names of options; those that take a value end in `=`. `-i=|--input=` are one option.</param>
    public static Arguments Parse(IReadOnlyList<string> args, params string[] known)
    {
        Arguments parsed = new();
        bool options = true;
        for (int i = 0; i < args.Count; i++)
        {
            string arg = args[i];
            if (!options || !arg.StartsWith('-') || arg == "-")
            {
                parsed.Operands.Add(arg);
                continue;
            }
            if (arg == "--")
            {
                options = false;
                continue;
            }
            string[] pair = arg.Split('=', 2);
            string[] names = Names(pair[0], known);
            bool takesValue = names[0].EndsWith('=');
            string? value = pair.Length == 2 ? pair[1] : null;
            if (!takesValue && value is not null)
            {
                throw new UsageException($"option {pair[0]} takes no value");
            }
            if (takesValue && value is null)
            {
                value =
                    ++i < args.Count
                        ? args[i]
                        : throw new UsageException($"option {pair[0]} needs a value");
            }
            parsed._options[names[^1].TrimEnd('=')] = value ?? "";
        }
        return parsed;
    }

    private static string[] Names(string given, string[] known)
    {
        foreach (string option in known)
        {
            string[] names = option.Split('|');
            if (Array.Exists(names, n => n.TrimEnd('=') == given))
            {
                return names;
            }
        }
        throw new UsageException($"there is no option {given}");
    }
}
