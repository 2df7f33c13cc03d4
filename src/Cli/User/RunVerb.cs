using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Cli.Arguments;
using ContainerRt.Engine;
using ContainerRt.Engine.Bundles;
using ContainerRt.Engine.Containers;
using ContainerRt.Engine.Supervision;
using ContainerRt.ImageStore.Images;
using ContainerRt.Linux;
using ContainerRt.Linux.Terminals;
using ContainerRt.Ttrpc;

namespace ContainerRt.Cli.User;

/// <summary>`crt run`: make a container, start it, stay with it unless -d.</summary>
internal static class RunVerb
{
    public static UserVerb Verb { get; } =
        new(
            new VerbSyntax(
                "run",
                "IMAGE [COMMAND...]",
                "Run a command in a new container.",
                [
                    Option.Flag("detach", "leave it in the background and print its id", 'd'),
                    Option.Flag("interactive", "connect its standard input", 'i'),
                    Option.Flag("tty", "give it a terminal", 't'),
                    Option.Flag("rm", "remove it when it has ended"),
                    Option.Value("name", "NAME", "its name"),
                    Option.Repeated(
                        "env",
                        "KEY=VALUE",
                        "set a variable; KEY alone takes yours",
                        'e'
                    ),
                    Option.Value("workdir", "DIR", "directory that it starts in", 'w'),
                    Option.Value("user", "USER[:GROUP]", "who runs it, name or number", 'u'),
                    Option.Repeated(
                        "volume",
                        "SRC:DST[:ro]",
                        "show it a directory or file of the host",
                        'v'
                    ),
                    Option.Flag("read-only", "its root cannot be written"),
                    Option.Value("network", "none|host", "its network (none)"),
                    Option.Value("entrypoint", "COMMAND", "instead of the image's entrypoint"),
                    Option.Value("hostname", "NAME", "its host name", 'h'),
                    Option.Repeated("cap-add", "CAP", "give it a capability, or ALL"),
                    Option.Repeated("cap-drop", "CAP", "take a capability from it, or ALL"),
                    Option.Flag(
                        "privileged",
                        "all capabilities and devices, nothing masked, no seccomp filter"
                    ),
                    SignalPolicy.SigProxy,
                    Option.Value("stop-signal", "SIGNAL", "what stop sends (TERM)"),
                    Option.Repeated("label", "KEY=VALUE", "a note to yourself", 'l'),
                    Option.Flag(
                        "rootfs",
                        "IMAGE is a directory of the host, which stays unchanged"
                    ),
                    Option.Value(
                        "pull",
                        "missing|always|never",
                        "when to pull the image (missing)"
                    ),
                    Option.Value(
                        "platform",
                        "OS/ARCH[/VARIANT]",
                        "the image for another machine than this one"
                    ),
                    Option.Value("runtime", "PROGRAM", "the OCI runtime (crt-oci)"),
                ]
            )
            {
                Least = 1,
                StopAtFirstPositional = true,
                NotYet =
                [
                    "publish",
                    "p",
                    "publish-all",
                    "P",
                    "restart",
                    "memory",
                    "m",
                    "cpus",
                    "pids-limit",
                    "cpuset-cpus",
                    "userns",
                    "mount",
                    "tmpfs",
                    "device",
                    "ulimit",
                    "security-opt",
                    "env-file",
                    "shm-size",
                    "init",
                    "sysctl",
                    "pid",
                    "ipc",
                    "add-host",
                    "dns",
                    "volumes-from",
                    "gpus",
                    "health-cmd",
                    "log-driver",
                    "group-add",
                    "cidfile",
                    "net",
                    "link",
                ],
            },
            Run
        );

    private static int Run(ParsedArguments arguments, ContainerStore store)
    {
        bool terminal = arguments.Flag("tty");
        bool interactive = arguments.Flag("interactive");
        bool detached = arguments.Flag("detach");
        if (terminal && interactive && !detached && !Terminal.Is(Output.Stdin))
        {
            throw new EngineException(
                "the input device is not a TTY: leave -t out, or run from a terminal",
                1
            );
        }
        StoredImage? image = Image(arguments);
        ContainerRecord record = new ContainerMaker(store).Make(
            Record(arguments, image),
            image,
            Wishes(arguments)
        );
        return Start(store, record, SignalPolicy.PassesOn(arguments));
    }

    private static StoredImage? Image(ParsedArguments arguments)
    {
        string? platform = arguments.Filled("platform");
        if (!arguments.Flag("rootfs"))
        {
            return WantedImage.Find(
                arguments.Positionals[0],
                arguments.Filled("pull") ?? "missing",
                platform
            );
        }
        return platform is null
            ? null
            : throw new UsageException(
                "--platform is about images, and --rootfs names a directory"
            );
    }

    private static ContainerRecord Record(ParsedArguments arguments, StoredImage? image) =>
        new()
        {
            Name = arguments.Value("name") ?? "",
            Image = arguments.Positionals[0],
            Terminal = arguments.Flag("tty"),
            Interactive = arguments.Flag("interactive"),
            Detached = arguments.Flag("detach"),
            AutoRemove = arguments.Flag("rm"),
            Runtime = arguments.Filled("runtime"),
            StopSignal = arguments.Filled("stop-signal") is { } signal
                ? SignalName.Parse(signal)
                : 0,
            Labels = Labels(arguments.Values("label")),
            Layers = image is null ? [Path.GetFullPath(arguments.Positionals[0])] : [],
        };

    // of one key the last counts, as in all that is a map
    private static Dictionary<string, string> Labels(IReadOnlyList<string> given)
    {
        Dictionary<string, string> labels = [];
        foreach (string[] label in given.Select(text => text.Split('=', 2)))
        {
            labels[label[0]] = label.Length > 1 ? label[1] : "";
        }
        return labels;
    }

    private static int Start(ContainerStore store, ContainerRecord record, bool passSignals)
    {
        Lifecycle lifecycle = new(store);
        try
        {
            return StartedContainer.Run(store, lifecycle, record, !record.Detached, passSignals);
        }
        catch (Exception e)
            when (e
                    is TtrpcException
                        or EngineException
                        or KernelException
                        or ImageStore.ImageStoreException
            )
        {
            // it never ran: nothing of it is of use
            if (!store.StatusOf(record).Running)
            {
                Discard(lifecycle, record);
            }
            throw;
        }
    }

    // the reason why it did not start is what the user has to see, so a second failure is only noted
    private static void Discard(Lifecycle lifecycle, ContainerRecord record)
    {
        try
        {
            lifecycle.Remove(record, force: true);
        }
        catch (Exception e) when (e is EngineException or KernelException)
        {
            Output.Note($"crt: remove container {record.Name}: {e.Message}");
        }
    }

    private static RunWishes Wishes(ParsedArguments arguments) =>
        new()
        {
            Command = arguments.Positionals[1..],
            Entrypoint = arguments.Value("entrypoint") is { } entrypoint ? Words(entrypoint) : null,
            Environment = arguments.Values("env"),
            WorkingDirectory = arguments.Filled("workdir"),
            User = arguments.Filled("user"),
            Hostname = arguments.Filled("hostname"),
            Network = arguments.Filled("network") ?? "none",
            Volumes = arguments.Values("volume"),
            CapabilitiesAdded = arguments.Values("cap-add"),
            CapabilitiesDropped = arguments.Values("cap-drop"),
            ReadOnly = arguments.Flag("read-only"),
            Privileged = arguments.Flag("privileged"),
            Terminal = arguments.Flag("tty"),
        };

    // `--entrypoint ""` takes the image's away
    private static List<string> Words(string entrypoint) =>
        entrypoint.Length == 0 ? [] : [entrypoint];
}
