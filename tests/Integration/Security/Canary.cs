using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ContainerRt.Integration.Security;

/// <summary>A directory of the host that no container may reach: names, types, modes and contents are compared.</summary>
public sealed class Canary
{
    private readonly string[] _before;

    public Canary(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        _ = Directory.CreateDirectory(Path.Combine(folder, "inside"));
        File.WriteAllText(Path.Combine(folder, "ptmx"), "a file of the host\n");
        File.WriteAllText(Path.Combine(folder, "secret"), "a secret of the host\n");
        _before = [.. Lines()];
    }

    public string Folder { get; }

    /// <summary>What has changed; empty when nothing has.</summary>
    public string Changes() =>
        string.Join('\n', Lines().Except(_before).Union(_before.Except(Lines())));

    private IEnumerable<string> Lines() =>
        new DirectoryInfo(Folder)
            .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Append(new DirectoryInfo(Folder))
            .Select(x =>
                $"{x.FullName} {x.Attributes} {x.UnixFileMode} {x.LinkTarget} {(x is FileInfo { LinkTarget: null } f ? File.ReadAllText(f.FullName) : "")}"
            )
            .Concat(
                File.ReadLines("/proc/self/mountinfo")
                    .Where(x => x.Contains(" " + Folder, StringComparison.Ordinal))
            );
}
