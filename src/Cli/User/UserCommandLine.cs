using System;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine;
using ContainerRt.Engine.Containers;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Streams;
using ContainerRt.Ttrpc;

namespace ContainerRt.Cli.User;

/// <summary>The verbs that people type.</summary>
public static class UserCommandLine
{
    private static readonly UserVerb[] s_verbs =
    [
        RunVerb.Verb,
        PsVerb.Verb,
        LogsVerb.Verb,
        StopVerb.Verb,
        KillVerb.Verb,
        RmVerb.Verb,
        ExecVerb.Verb,
        AttachVerb.Verb,
        StartVerb.Verb,
        InspectVerb.Verb,
        WaitVerb.Verb,
    ];

    /// <summary>Whether the first word is one of ours.</summary>
    public static bool Knows(string verb) =>
        Array.Exists(s_verbs, v => v.Syntax.Verb == verb) || ImageVerbs.Knows(verb);

    /// <param name="args">The verb and all after it.</param>
    /// <returns>The exit code.</returns>
    public static int Run(ReadOnlySpan<string> args)
    {
        string verb = args.IsEmpty ? "" : args[0];
        try
        {
            if (verb is "" or "-h" or "--help" or "help")
            {
                Output.Line(Overview());
                return 0;
            }
            if (ImageVerbs.Knows(verb))
            {
                return ImageVerbs.Become(args);
            }
            Umask.UseOwn();
            UserVerb known =
                Array.Find(s_verbs, v => v.Syntax.Verb == verb)
                ?? throw new UsageException($"unknown command \"{verb}\"");
            return Run(known, args[1..]);
        }
        catch (UsageException e)
        {
            return Fail(e, 125);
        }
        catch (EngineException e)
        {
            return Fail(e, e.ExitCode);
        }
        catch (TtrpcException e)
        {
            return Fail(e, ExitCodes.OfRuntime(e.Message));
        }
        catch (Exception e) when (e is not OutputException { ReaderLeft: true })
        {
            return Fail(e, 125);
        }
    }

    private static string Overview() =>
        "usage: crt COMMAND [ARGUMENTS]\n\ncommands:\n"
        + string.Concat(
            Array.ConvertAll(s_verbs, v => $"  {v.Syntax.Verb, -10} {v.Syntax.Summary}\n")
        )
        + $"  {string.Join(", ", ImageVerbs.Names)}   images and registries\n\n"
        + "`crt COMMAND --help` shows the options; `crt-oci --help` shows the verbs of an OCI runtime";

    private static int Run(UserVerb verb, ReadOnlySpan<string> arguments)
    {
        VerbSyntax syntax = verb.Syntax with
        {
            Options = [.. verb.Syntax.Options, UserVerb.StateRoot],
        };
        ParsedArguments parsed = ArgumentParser.Parse(syntax, arguments);
        if (parsed.HelpWanted)
        {
            Output.Line(HelpText.Of(syntax));
            return 0;
        }
        return verb.Run(parsed, new ContainerStore(new EnginePaths(parsed.Value("state-root"))));
    }

    private static int Fail(Exception problem, int code)
    {
        Output.Note($"crt: {FailureMessage.Of(problem)}");
        return code;
    }
}
