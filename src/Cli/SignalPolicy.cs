using System;
using ContainerRt.Cli.Arguments;

namespace ContainerRt.Cli;

/// <summary>What becomes of the signals that a command gets while it stays with a process.</summary>
internal static class SignalPolicy
{
    // csharpier-ignore-start
    /// <summary>runc's, for the OCI verbs: all but those that a fault of our own raises, and SIGURG, which nobody means.</summary>
    public static ReadOnlySpan<int> OfRuntime =>
    [
        1, 2, 3, 6, 10, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31,
        34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55,
        56, 57, 58, 59, 60, 61, 62, 63, 64,
    ];

    /// <summary>
    /// docker's, for run, start and attach: passed on, with or without a terminal. `exec` is ended by them, and its process
    /// goes on. Not among them, and so as for any program: job control (20 to 22, 18), SIGPIPE and SIGCHLD, and 34, by which
    /// the .NET runtime stops its threads.
    /// </summary>
    public static ReadOnlySpan<int> OfUser =>
    [
        1, 2, 3, 6, 10, 12, 14, 15, 26, 27, 29, 30,
        35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55,
        56, 57, 58, 59, 60, 61, 62, 63, 64,
    ];
    // csharpier-ignore-end

    public static Option SigProxy { get; } =
        Option.Flag("sig-proxy", "signals for crt go to it (true)");

    public static bool PassesOn(ParsedArguments arguments) =>
        arguments.Value(SigProxy.Long) != "false";
}
