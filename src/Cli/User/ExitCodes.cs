using System;

namespace ContainerRt.Cli.User;

/// <summary>docker's codes for a command that cannot be run, found in the runtime's words.</summary>
internal static class ExitCodes
{
    private static readonly string[] s_notFound =
    [
        "executable file not found",
        "no such file or directory",
    ];
    private static readonly string[] s_notRunnable =
    [
        "permission denied",
        "is a directory",
        "exec format error",
    ];

    public static int OfRuntime(string message)
    {
        bool Says(string phrase) => message.Contains(phrase, StringComparison.OrdinalIgnoreCase);
        if (!Says("OCI runtime"))
        {
            return 125;
        }
        return Array.Exists(s_notFound, Says) ? 127
            : Array.Exists(s_notRunnable, Says) ? 126
            : 125;
    }
}
