using System;
using System.IO;

namespace ContainerRt.Engine.Containers;

/// <summary>Where the engine keeps what it knows.</summary>
public sealed class EnginePaths
{
    private const string DefaultRoot = "/var/lib/crt";
    private const string DefaultRunRoot = "/run/crt";

    /// <param name="root">Or what CRT_STATE_ROOT says, or /var/lib/crt.</param>
    public EnginePaths(string? root)
    {
        string? named = string.IsNullOrEmpty(root)
            ? Environment.GetEnvironmentVariable("CRT_STATE_ROOT")
            : root;
        Root = Path.GetFullPath(string.IsNullOrEmpty(named) ? DefaultRoot : named);
        Run = Root == DefaultRoot ? DefaultRunRoot : Path.Combine(Root, "run");
    }

    public string Root { get; }

    /// <summary>What does not outlive a boot.</summary>
    public string Run { get; }

    public string Containers => Path.Combine(Root, "containers");

    public string RuntimeRoot => Path.Combine(Run, "oci");

    public string Of(string id) => Path.Combine(Containers, id);

    /// <summary>Locked by the supervisor for its life; its text is the supervisor's pid.</summary>
    public string SupervisorLockOf(string id) => Path.Combine(Of(id), "shim.lock");

    // sun_path has 108 bytes: 24 digits are enough to be alone
    public string SocketsOf(string id) => Path.Combine(Run, "engine", id[..24]);

#pragma warning disable CA1416 // Linux only
    public static void MakePrivate(string directory) =>
        Directory.CreateDirectory(
            directory,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
#pragma warning restore CA1416
}
