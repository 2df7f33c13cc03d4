using System;

namespace ContainerRt.Cli.Arguments;

/// <summary>Reads a command line by the table of its verb: `--x v`, `--x=v`, `-x v`, `-xv`, `-it`, `--`.</summary>
internal ref struct ArgumentParser
{
    private static readonly Option s_help = Option.Flag("help", "show this help");

    private readonly VerbSyntax _syntax;
    private readonly ReadOnlySpan<string> _arguments;
    private readonly ParsedArguments _parsed = new();
    private int _next;

    private ArgumentParser(VerbSyntax syntax, ReadOnlySpan<string> arguments)
    {
        _syntax = syntax;
        _arguments = arguments;
    }

    /// <param name="arguments">All that stands after the verb.</param>
    /// <exception cref="UsageException">An argument does not fit; its text is in the message.</exception>
    public static ParsedArguments Parse(VerbSyntax syntax, ReadOnlySpan<string> arguments)
    {
        ArgumentParser parser = new(syntax, arguments);
        parser.ReadAll();
        ParsedArguments parsed = parser._parsed;
        if (!parsed.HelpWanted)
        {
            CheckCount(syntax, parsed.Positionals.Count);
        }
        return parsed;
    }

    private void ReadAll()
    {
        bool optionsEnded = false;
        while (_next < _arguments.Length)
        {
            string argument = _arguments[_next++];
            if (optionsEnded || argument.Length < 2 || argument[0] != '-')
            {
                _parsed.Positionals.Add(argument);
                optionsEnded |= _syntax.StopAtFirstPositional;
            }
            else if (argument == "--")
            {
                optionsEnded = true;
            }
            else if (argument[1] == '-')
            {
                ReadLong(argument);
            }
            else
            {
                ReadCluster(argument);
            }
        }
    }

    private void ReadLong(string argument)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? argument[2..] : argument[2..equals];
        Option option = Find(name) ?? throw Unknown("--" + name, name);
        if (equals >= 0)
        {
            Add(option, argument[(equals + 1)..], argument);
        }
        else if (option.Kind == OptionKind.Flag)
        {
            _parsed.Add(option.Long, "true");
        }
        else
        {
            _parsed.Add(option.Long, Following(argument));
        }
    }

    // `-it` is two flags, `-w/dir` and `-w /dir` are one value, `-itw/dir` is both
    private void ReadCluster(string argument)
    {
        for (int i = 1; i < argument.Length; i++)
        {
            char letter = argument[i];
            Option option =
                Find(letter) ?? throw Unknown($"-{letter} in \"{argument}\"", letter.ToString());
            string rest = argument[(i + 1)..];
            if (rest.StartsWith('='))
            {
                Add(option, rest[1..], argument);
                return;
            }
            if (option.Kind == OptionKind.Flag)
            {
                _parsed.Add(option.Long, "true");
                continue;
            }
            _parsed.Add(option.Long, rest.Length > 0 ? rest : Following($"-{letter}"));
            return;
        }
    }

    private readonly void Add(Option option, string value, string argument)
    {
        if (option.Kind == OptionKind.Flag && value is not ("true" or "false"))
        {
            throw new UsageException($"option \"{argument}\": want true or false, got \"{value}\"");
        }
        _parsed.Add(option.Long, value);
    }

    private string Following(string option) =>
        _next < _arguments.Length
            ? _arguments[_next++]
            : throw new UsageException($"option {option} needs a value");

    private readonly Option? Find(string name)
    {
        foreach (Option option in _syntax.Options)
        {
            if (option.Long == name)
            {
                return option;
            }
        }
        return name == "help" ? s_help : null;
    }

    private readonly Option? Find(char letter)
    {
        foreach (Option option in _syntax.Options)
        {
            if (option.Short == letter)
            {
                return option;
            }
        }
        return null;
    }

    private readonly UsageException Unknown(string shown, string name)
    {
        foreach (string missing in _syntax.NotYet)
        {
            if (missing == name)
            {
                return new UsageException(
                    $"option {shown} of {_syntax.Verb} is not supported by this version of crt"
                );
            }
        }
        return new UsageException($"unknown option {shown}: see \"crt {_syntax.Verb} --help\"");
    }

    private static void CheckCount(VerbSyntax syntax, int count)
    {
        if (count < syntax.Least || count > syntax.Most)
        {
            string want =
                syntax.Least == syntax.Most ? $"{syntax.Least}"
                : count < syntax.Least ? $"at least {syntax.Least}"
                : $"at most {syntax.Most}";
            throw new UsageException(
                $"{syntax.Verb} takes {want} argument(s), got {count}: usage: crt {syntax.Verb} {syntax.Positionals}"
            );
        }
    }
}
