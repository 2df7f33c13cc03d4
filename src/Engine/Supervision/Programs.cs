using System;
using System.IO;

namespace ContainerRt.Engine.Supervision;

/// <summary>The programs beside our own; found before anything else is done, never through PATH.</summary>
public static class Programs
{
    private static readonly string s_directory =
        Path.GetDirectoryName(Environment.ProcessPath) ?? "/usr/bin";

    public static string Own { get; } = Environment.ProcessPath ?? Path.Combine(s_directory, "crt");

    public static string Shim { get; } = Path.Combine(s_directory, "containerd-shim-crt-v2");

    public static string Image { get; } = Path.Combine(s_directory, "crt-image");

    public static string Runtime { get; } = Path.Combine(s_directory, "crt-oci");
}
