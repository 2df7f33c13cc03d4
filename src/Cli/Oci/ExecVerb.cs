using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ContainerRt.Cli.Arguments;
using ContainerRt.Linux.Files;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Launch;
using ContainerRt.Runtime.Lifecycle;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Cli.Oci;

internal static class ExecVerb
{
    internal static OciVerb Verb { get; } =
        new(
            new VerbSyntax(
                "exec",
                "ID [COMMAND...]",
                "run another program in a container",
                [
                    Option.Value(
                        "console-socket",
                        "PATH",
                        "socket that gets the terminal's master"
                    ),
                    Option.Value("cwd", "DIR", "working directory"),
                    Option.Repeated("env", "NAME=VALUE", "set a variable", 'e'),
                    Option.Flag("tty", "give it a terminal", 't'),
                    Option.Value("user", "UID[:GID]", "who runs it", 'u'),
                    Option.Repeated("additional-gids", "GID", "one more group", 'g'),
                    Option.Value("process", "FILE", "process.json instead of options", 'p'),
                    Option.Flag("detach", "do not wait for it", 'd'),
                    Option.Value("pid-file", "FILE", "where the pid is written"),
                    Option.Flag("no-new-privs", "no new privileges"),
                    Option.Repeated("cap", "NAME", "one more capability", 'c'),
                    Option.Value("preserve-fds", "N", "pass on N descriptors from 3 on"),
                ]
            )
            {
                Least = 1,
                StopAtFirstPositional = true,
                NotYet = ["apparmor", "process-label", "cgroup", "ignore-paused", "pidfd-socket"],
            },
            Run,
            FailureStatus: 255
        )
        {
            Clones = true,
        };

    private static int Run(OciContext context, ParsedArguments arguments)
    {
        ContainerId id = ContainerId.Parse(arguments.Positionals[0]);
        RunningContainer container = Exec.Find(context.Store, id);
        Process process = ProcessOf(container.Config, arguments);
        bool detach = arguments.Flag("detach");
        string? socket = arguments.Value("console-socket");
        if (process.Terminal && detach && socket is null)
        {
            throw new UsageException(
                "cannot allocate tty if runc will detach without setting console socket"
            );
        }
        using Foreground foreground = Foreground.Prepare(process.Terminal && socket is null);
        ExecRequest request = new(process)
        {
            ConsoleSocket = socket,
            Console = foreground.ChildEnd,
            PidFile = arguments.Value("pid-file") is string file ? Path.GetFullPath(file) : null,
            PreserveFds = CreateOptions.PreserveFds(arguments),
        };
        using LaunchedContainer launched = Exec.Run(container, request, context.Log.Warning);
        return detach ? 0 : foreground.Wait(launched);
    }

    private static Process ProcessOf(Config config, ParsedArguments arguments)
    {
        if (arguments.Value("process") is string file)
        {
            byte[] json = HostFile.ReadAll(file, BundleDirectory.MaximumConfigBytes);
            return BundleDirectory.ParseProcess(json, file);
        }
        if (arguments.Positionals.Count < 2)
        {
            throw new UsageException("exec args cannot be empty");
        }
        Process process = config.Process!;
        process.Args = arguments.Positionals.Skip(1).ToList();
        process.Terminal = arguments.Flag("tty");
        process.Cwd = arguments.Value("cwd") ?? process.Cwd;
        process.Env = [.. process.Env ?? [], .. arguments.Values("env")];
        process.NoNewPrivileges |= arguments.Flag("no-new-privs");
        process.User = UserOf(process.User ?? new Spec.Runtime.User(), arguments);
        AddCapabilities(process, arguments.Values("cap"));
        return process;
    }

    // CVE-2026-30892: a number alone is the uid, and is never looked up as a name
    private static Spec.Runtime.User UserOf(Spec.Runtime.User user, ParsedArguments arguments)
    {
        if (arguments.Value("user") is string text)
        {
            string[] parts = text.Split(':');
            user = new Spec.Runtime.User
            {
                Uid = Number(parts[0], text),
                Gid = parts.Length > 1 ? Number(parts[1], text) : 0,
                Umask = user.Umask,
                AdditionalGids = user.AdditionalGids,
            };
        }
        IReadOnlyList<string> more = arguments.Values("additional-gids");
        if (more.Count > 0)
        {
            user.AdditionalGids =
            [
                .. user.AdditionalGids ?? [],
                .. more.Select(gid => Number(gid, gid)),
            ];
        }
        return user;
    }

    private static uint Number(string part, string text) =>
        uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out uint id)
        && id <= int.MaxValue
            ? id
            : throw new UsageException($"--user {text}: not of the form UID[:GID]");

    // never to the inheritable set: files would get it back (CVE-2022-29162)
    private static void AddCapabilities(Process process, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }
        LinuxCapabilities sets = process.Capabilities ??= new LinuxCapabilities();
        sets.Bounding = [.. sets.Bounding ?? [], .. names];
        sets.Permitted = [.. sets.Permitted ?? [], .. names];
        sets.Effective = [.. sets.Effective ?? [], .. names];
        if (sets.Inheritable is { Count: > 0 } && sets.Ambient is { Count: > 0 })
        {
            sets.Ambient = [.. sets.Ambient, .. names.Intersect(sets.Inheritable)];
        }
    }
}
