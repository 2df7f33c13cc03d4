using System;
using System.Collections.Generic;
using System.Linq;
using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Processes;
using ContainerRt.Linux.Streams;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Store;

namespace ContainerRt.Cli.Oci;

/// <summary>The command line that containerd, podman and docker know from runc.</summary>
internal static class OciCommandLine
{
    private static readonly VerbSyntax _globals = new(
        "",
        "COMMAND [ARGUMENTS]",
        "an OCI container runtime",
        [
            Option.Flag("debug", "log more"),
            Option.Value("log", "FILE", "write the log to a file"),
            Option.Value("log-format", "FORMAT", "text or json"),
            Option.Value("root", "DIR", "where the state of containers is kept"),
            Option.Flag("systemd-cgroup", "make control groups through systemd"),
            Option.Value("cgroup-manager", "NAME", "cgroupfs, systemd or disabled"),
            Option.Value("rootless", "auto|true|false", "accepted for compatibility"),
            Option.Value("criu", "PATH", "accepted for compatibility"),
            Option.Flag("version", "print versions", 'v'),
            Option.Flag("help", "show this help", 'h'),
        ]
    )
    {
        StopAtFirstPositional = true,
    };

    private static readonly OciVerb[] _verbs =
    [
        CreateVerb.Verb,
        StartVerb.Verb,
        StateVerb.Verb,
        KillVerb.Verb,
        DeleteVerb.Verb,
        RunVerb.Verb,
        ExecVerb.Verb,
        PauseVerb.Pause,
        PauseVerb.Resume,
        PsVerb.Verb,
        ListVerb.Verb,
        PlanVerb.Verb,
        SpecVerb.Verb,
        FeaturesVerb.Verb,
    ];

    internal static bool IsGlobalOption(string argument) =>
        _globals.Options.Any(option =>
            option.Long is not ("help" or "version")
            && (
                argument == $"--{option.Long}"
                || argument.StartsWith($"--{option.Long}=", StringComparison.Ordinal)
            )
        );

    /// <summary>Whether the OCI face has the container that the last argument or the one before names.</summary>
    internal static bool KnowsContainer(string[] arguments) =>
        arguments
            .Skip(1)
            .Where(argument => !argument.StartsWith('-') && argument.All(IsIdCharacter))
            .Take(1)
            .Any(id => DefaultStore().HasDirectory(ContainerId.Parse(id)));

    internal static int Run(string[] commandLine)
    {
        OciLog log = new(null, false, false);
        int failure = 1;
        try
        {
            ParsedArguments globals = ArgumentParser.Parse(_globals, commandLine.AsSpan(1));
            if (Answer(globals))
            {
                return 0;
            }
            log = LogOf(globals);
            log.Open();
            OciVerb verb = Find(globals.Positionals[0]);
            failure = verb.FailureStatus;
            ParsedArguments arguments = ArgumentParser.Parse(
                verb.Syntax,
                globals.Positionals.Skip(1).ToArray()
            );
            if (arguments.HelpWanted)
            {
                StandardStreams.Output(HelpText.Of(verb.Syntax));
                return 0;
            }
            RefuseNotYet(globals);
            if (verb.Clones)
            {
                SealedSelf.Assert();
            }
            // only a foreground run or exec reads its signals itself
            if (verb.Syntax.Verb is not ("run" or "exec") || arguments.Flag("detach"))
            {
                SealedSelf.UnblockSignals();
            }
            return verb.Run(new OciContext(StoreOf(globals), log), arguments);
        }
        catch (Exception e) when (e is not OutputException { ReaderLeft: true })
        {
            log.Error(FailureMessage.Of(e));
            return failure;
        }
    }

    private static bool Answer(ParsedArguments globals)
    {
        if (globals.Flag("version"))
        {
            StandardStreams.Output(VersionText.Oci());
            return true;
        }
        if (globals.HelpWanted || globals.Positionals.Count == 0)
        {
            StandardStreams.Output(Help());
            return true;
        }
        return false;
    }

    private static bool IsIdCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-';

    private static OciVerb Find(string name) =>
        _verbs.FirstOrDefault(verb => verb.Syntax.Verb == name)
        ?? throw new UsageException($"No help topic for '{name}': there is no such command");

    private static OciLog LogOf(ParsedArguments globals)
    {
        string format = globals.Value("log-format") ?? "text";
        return format is "text" or "json"
            ? new OciLog(globals.Value("log"), format == "json", globals.Flag("debug"))
            : throw new UsageException($"--log-format {format}: only text and json are known");
    }

    private static void RefuseNotYet(ParsedArguments globals)
    {
        string? manager = globals.Value("cgroup-manager");
        if (globals.Flag("systemd-cgroup") || manager is not (null or "cgroupfs"))
        {
            throw new UsageException(
                $"{(manager is null ? "--systemd-cgroup" : $"--cgroup-manager {manager}")}: not supported yet, only cgroupfs is"
            );
        }
    }

    private static ContainerStore StoreOf(ParsedArguments globals)
    {
        string? root = globals.Value("root");
        if (root is null)
        {
            return DefaultStore();
        }
        string path = System.IO.Path.GetFullPath(root);
        return path == "/"
            ? throw new UsageException("--root /: the root directory cannot hold the state")
            : new ContainerStore(path);
    }

    // podman passes no --root, and an empty XDG_RUNTIME_DIR for root
    private static ContainerStore DefaultStore()
    {
        string? user = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        bool ordinary = CurrentProcess.EffectiveUid != 0 && !string.IsNullOrEmpty(user);
        return new ContainerStore(ordinary ? $"{user}/crt" : "/run/crt");
    }

    private static string Help()
    {
        IEnumerable<string> lines = _verbs.Select(verb =>
            $"  {verb.Syntax.Verb, -10} {verb.Syntax.Summary}\n"
        );
        return "NAME:\n   crt-oci - an OCI container runtime\n\n"
            + HelpText.Of(_globals)
            + "\ncommands:\n"
            + string.Concat(lines);
    }
}
