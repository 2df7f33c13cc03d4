using System;
using System.IO;
using System.Linq;
using ContainerRt.Cli.Oci;
using ContainerRt.Cli.User;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Cli;

/// <summary>
/// Chooses between the two faces of the program: under the name `crt-oci`, or when the line is one that
/// an engine written for runc would use, every verb has runc's meaning.
/// </summary>
internal static class Dispatch
{
    private static readonly string[] _ociOnly =
    [
        "create",
        "state",
        "delete",
        "list",
        "spec",
        "features",
        "plan",
    ];

    // verbs that both faces have: the option tells which one is meant
    private static readonly string[] _ociMarks = ["--bundle", "-b", "--process", "--pid-file"];

    internal static int Run(string[] commandLine)
    {
        string[] arguments = commandLine[1..];
        try
        {
            return Path.GetFileName(commandLine[0]) == "crt-oci" || IsOci(arguments)
                ? OciCommandLine.Run(commandLine)
                : UserCommandLine.Run(arguments);
        }
        catch (OutputException e) when (e.ReaderLeft)
        {
            return OutputException.ReaderLeftCode;
        }
    }

    private static bool IsOci(string[] arguments)
    {
        // engines give global options before the verb; a user's command has none there but --help
        if (arguments.Length == 0)
        {
            return false;
        }
        if (arguments[0].StartsWith('-'))
        {
            return arguments[0] is "--version" or "-v"
                || OciCommandLine.IsGlobalOption(arguments[0]);
        }
        string verb = arguments[0];
        return _ociOnly.Contains(verb)
            || (verb is "run" or "exec" && HasMark(arguments))
            || (verb is "start" or "kill" && OciCommandLine.KnowsContainer(arguments));
    }

    // only what stands before the first positional belongs to crt and not to the program that it runs
    private static bool HasMark(string[] arguments) =>
        arguments
            .Skip(1)
            .TakeWhile(argument => argument.StartsWith('-'))
            .Any(argument =>
                _ociMarks.Any(mark =>
                    argument == mark || argument.StartsWith(mark + "=", StringComparison.Ordinal)
                )
            );
}
