using System;
using System.IO;

namespace ContainerRt.Integration.Programs;

/// <summary>The programs under test.</summary>
public static class Crt
{
    public static string Top { get; } = FindTop();

    /// <summary>CRT_BIN: a directory with the published programs; out/bin without it.</summary>
    public static string Bin { get; } =
        Environment.GetEnvironmentVariable("CRT_BIN") ?? Path.Combine(Top, "out/bin");

    /// <summary>
    /// CRT_RUNTIME: any program with runc's command line. The tests of the OCI verbs are themselves
    /// checked by running them against crun.
    /// </summary>
    public static string Runtime { get; } =
        Environment.GetEnvironmentVariable("CRT_RUNTIME") ?? Path.Combine(Bin, "crt-oci");

    public static bool IsCrt =>
        Path.GetFileName(Runtime).StartsWith("crt", StringComparison.Ordinal);

    public static string Cache
    {
        get
        {
            string cache = Path.Combine(Top, "out/cache");
            _ = Directory.CreateDirectory(cache);
            return cache;
        }
    }

    private static string FindTop()
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "ContainerRt.sln")))
            {
                return at;
            }
        }
        throw new InvalidOperationException("the tests do not stand below ContainerRt.sln");
    }
}
