using System.Collections.Generic;
using System.IO;
using System.Linq;
using ContainerRt.Spec.Runtime;

namespace ContainerRt.Engine.Bundles;

/// <summary>`-v SOURCE:DESTINATION[:ro]`: a directory or file of the host.</summary>
public static class VolumeMount
{
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
            Source = Source(parts[0]),
            Options = options,
        };
    }

    // as docker does for -v: a source that is not there becomes a directory
    private static string Source(string path)
    {
        string full = Path.GetFullPath(path);
        if (!Path.Exists(full))
        {
            Directory.CreateDirectory(full);
        }
        return full;
    }
}
