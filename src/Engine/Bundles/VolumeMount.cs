using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Linux;
using ContainerRt.Linux.Files;
using ContainerRt.Linux.Native;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Engine.Bundles;

/// <summary>`-v SOURCE:DESTINATION[:ro]`: a directory or file of the host.</summary>
public static class VolumeMount
{
    private const uint Mode = 0x1ED; // 0755

    /// <summary>All of a command line.</summary>
    public static List<Mount> ParseAll(IReadOnlyList<string> texts)
    {
        List<Mount> volumes = [];
        foreach (string text in texts)
        {
            Mount volume = Parse(text);
            if (volumes.Exists(other => other.Destination == volume.Destination))
            {
                throw new EngineException(
                    $"volume \"{text}\": duplicate mount point {volume.Destination}: another volume is there already"
                );
            }
            volumes.Add(volume);
        }
        return volumes;
    }

    public static Mount Parse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is < 2 or > 3)
        {
            throw new EngineException(
                $"volume \"{text}\": want SOURCE:DESTINATION or SOURCE:DESTINATION:ro"
            );
        }
        if (parts[0].Length == 0 || parts[0][0] is not ('/' or '.'))
        {
            throw new EngineException(
                $"volume \"{text}\": named volumes are not supported yet; the source has to begin with / or ."
            );
        }
        string destination = Path.GetFullPath(parts[1], "/").TrimEnd('/');
        if (parts[1].Length == 0 || parts[1][0] != '/' || destination.Length == 0)
        {
            throw new EngineException(
                $"volume \"{text}\": the destination has to be an absolute path other than /"
            );
        }
        List<string> options = ["rbind", "rprivate"];
        foreach (string option in parts.Skip(2).SelectMany(part => part.Split(',')))
        {
            options.Add(
                option is "ro" or "rw" or "noexec" or "nodev" or "nosuid"
                    ? option
                    : throw new EngineException(
                        $"volume \"{text}\": option \"{option}\" is not supported yet"
                    )
            );
        }
        return new Mount
        {
            Destination = destination,
            Type = "bind",
            Source = Source(parts[0], text),
            Options = options,
        };
    }

    // as docker does for -v: a source that is not there becomes a directory; a slash behind a file's name says nothing
    private static string Source(string path, string text)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        SysResult<Fd> there = HostPath.Open(full, FileConstants.O_PATH);
        if (!there.Failed)
        {
            there.Value.Dispose();
            return full;
        }
        SysResult made = MakeDirectories(full, there.Errno);
        return made.Failed
            ? throw new EngineException(
                $"volume \"{text}\": make the directory {full}: {ErrnoText.Of(made.Errno)}"
            )
            : full;
    }

    private static SysResult MakeDirectories(string path, Errno whyNot)
    {
        SysResult made = new(-(nint)whyNot);
        for (
            int end = path.IndexOf('/', 1);
            whyNot == Errno.ENOENT;
            end = path.IndexOf('/', end + 1)
        )
        {
            made = HostFile.MakeDirectory(end < 0 ? path : path[..end], Mode);
            if (end < 0 || (made.Failed && made.Errno != Errno.EEXIST))
            {
                break;
            }
        }
        return made;
    }
}
