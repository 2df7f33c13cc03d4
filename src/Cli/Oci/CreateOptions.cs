using System;
using System.Globalization;
using System.IO;
using ContainerRt.Cli.Arguments;
using ContainerRt.Runtime;
using ContainerRt.Runtime.Bundle;
using ContainerRt.Runtime.Lifecycle;
using ContainerRt.Runtime.Plan;

namespace ContainerRt.Cli.Oci;

/// <summary>The options that create and run share.</summary>
internal static class CreateOptions
{
    internal static Option[] Table { get; } =
    [
        Option.Value("bundle", "DIR", "directory of the bundle, default the current one", 'b'),
        Option.Value("console-socket", "PATH", "socket that gets the terminal's master"),
        Option.Value("pid-file", "FILE", "where the pid is written"),
        Option.Flag("no-pivot", "do not use pivot_root"),
        Option.Flag("no-new-keyring", "keep the caller's session keyring"),
        Option.Value("preserve-fds", "N", "pass on N descriptors from 3 on"),
    ];

    internal static CreateRequest Read(ParsedArguments arguments, bool waitForStart) =>
        new(ContainerId.Parse(arguments.Positionals[0]))
        {
            ConsoleSocket = arguments.Value("console-socket"),
            PidFile = arguments.Value("pid-file") is string file ? Path.GetFullPath(file) : null,
            NoPivot = arguments.Flag("no-pivot"),
            NoNewKeyring = arguments.Flag("no-new-keyring"),
            ListenFds = ListenFds.Parse(
                Environment.GetEnvironmentVariable("LISTEN_FDS"),
                Environment.GetEnvironmentVariable("LISTEN_PID"),
                Environment.GetEnvironmentVariable("LISTEN_FDNAMES"),
                Environment.ProcessId
            ),
            PreserveFds = PreserveFds(arguments),
            WaitForStart = waitForStart,
        };

    internal static BundleDirectory Bundle(ParsedArguments arguments) =>
        BundleDirectory.Read(Path.GetFullPath(arguments.Value("bundle") ?? "."));

    internal static int PreserveFds(ParsedArguments arguments)
    {
        const int most = 1024;
        string text = arguments.Value("preserve-fds") ?? "0";
        bool valid = int.TryParse(
            text,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int count
        );
        return valid && count <= most
            ? count
            : throw new UsageException($"--preserve-fds {text}: not a number from 0 to {most}");
    }

    internal static Option[] With(params Option[] more)
    {
        Option[] all = new Option[Table.Length + more.Length];
        Table.CopyTo(all, 0);
        more.CopyTo(all, Table.Length);
        return all;
    }
}
