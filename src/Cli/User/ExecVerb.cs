using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine;
using ContainerRt.Engine.Bundles;
using ContainerRt.Engine.Containers;
using ContainerRt.Engine.Supervision;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Terminals;
using ContainerRt.Spec.Json;
using ContainerRt.Spec.Runtime;
using ContainerRt.Spec.Runtime.Json;
using ContainerRt.Ttrpc;

namespace ContainerRt.Cli.User;

/// <summary>`crt exec`: one more process in a running container.</summary>
internal static class ExecVerb
{
    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "exec",
                "CONTAINER COMMAND...",
                "Run a command in a running container.",
                [
                    Option.Flag("detach", "do not wait for it", 'd'),
                    Option.Flag("interactive", "connect its standard input", 'i'),
                    Option.Flag("tty", "give it a terminal", 't'),
                    Option.Repeated("env", "KEY=VALUE", "set a variable", 'e'),
                    Option.Value("workdir", "DIR", "directory that it starts in", 'w'),
                    Option.Value("user", "USER[:GROUP]", "who runs it", 'u'),
                ]
            )
            {
                Least = 2,
                StopAtFirstPositional = true,
                NotYet = ["privileged", "env-file"],
            },
            Run
        );

    private static int Run(ParsedArguments arguments, ContainerStore store)
    {
        ContainerRecord record = store.Need(arguments.Positionals[0]);
        if (!store.StatusOf(record).Running)
        {
            throw new EngineException($"container {record.Name} is not running", 1);
        }
        bool terminal = arguments.Flag("tty");
        bool interactive = arguments.Flag("interactive");
        bool detached = arguments.Flag("detach");
        if (terminal && interactive && !detached && !Terminal.Is(Output.Stdin))
        {
            const string why =
                "the input device is not a TTY: leave -t out, or run from a terminal";
            throw new EngineException(why, 1);
        }
        ShimLauncher shims = new Lifecycle(store).Shims;
        using TtrpcClient client = shims.Connect(record);
        TaskFields fields = new()
        {
            Id = record.Id,
            ExecId = ContainerMaker.NewId()[..16],
            Terminal = terminal,
            Stdin = interactive && !detached ? StdioNames.AttachOnce : "",
            Stdout = StdioNames.Attach,
            Process = Process(arguments, store.Paths.Of(record.Id)),
        };
        _ = client.Call("Exec", fields);
        if (detached)
        {
            _ = client.Call("Start", fields);
            return 0;
        }
        return Attached(shims.ConnectAttach(record), client, fields);
    }

    private static int Attached(Fd connection, TtrpcClient client, TaskFields fields)
    {
        using Fd socket = connection;
        using AttachSession session = new(socket, fields.Terminal, fields.Stdin.Length > 0);
        session.Greet(fields.ExecId);
        _ = client.Call("Start", fields);
        return session.Stay().Code;
    }

    // what the container's first process has, unless said otherwise
    private static byte[] Process(ParsedArguments arguments, string directory)
    {
        Process process = FirstProcess(Path.Combine(directory, "bundle", "config.json"));
        process.Args = arguments.Positionals[1..];
        process.Terminal = arguments.Flag("tty");
        process.Cwd = arguments.Value("workdir") ?? process.Cwd;
        List<string> variables = process.Env ?? [];
        foreach (string variable in arguments.Values("env"))
        {
            variables.RemoveAll(v => v.Split('=')[0] == variable.Split('=')[0]);
            variables.Add(variable);
        }
        if (
            process.Terminal && !variables.Any(v => v.StartsWith("TERM=", StringComparison.Ordinal))
        )
        {
            variables.Add("TERM=xterm");
        }
        process.Env = variables;
        if (arguments.Value("user") is { } user)
        {
            string rootfs = ContainerRootFs.PathIn(directory);
            using Fd root = HostPath.OpenDirectory(rootfs).OrThrow($"open {rootfs}");
            process.User = UserLookup.Find(root, user).User;
        }
        return ProcessWriter.Write(process);
    }

    private static Process FirstProcess(string file)
    {
        try
        {
            return ConfigReader.Read(File.ReadAllBytes(file))?.Process
                ?? throw new EngineException($"read {file}: it has no process");
        }
        catch (DocumentException e)
        {
            throw new EngineException($"read {file}: {e.Message}");
        }
    }
}
